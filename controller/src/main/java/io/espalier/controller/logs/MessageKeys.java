package io.espalier.controller.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.logstash.logback.composite.AbstractJsonProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes fields of the keys in messages such as {@code nodeId={} presence={}}. Only what the program
 * itself wrote as a key is one: what is quoted after it may say what it likes.
 */
final class MessageKeys extends AbstractJsonProvider<ILoggingEvent> {
  private static final Pattern PLACES = Pattern.compile("(?:\\b([a-z][A-Za-z]*)=)?\\{}");

  /** Libraries of the runtime put their arguments in before they hand a message over. */
  private static final Pattern FIRST_WORDS = Pattern.compile("\\G([a-z][A-Za-z]*)=(\\S+) ");

  @Override
  public void writeTo(JsonGenerator generator, ILoggingEvent event) throws IOException {
    for (Map.Entry<String, Object> field :
        of(event.getMessage(), event.getArgumentArray()).entrySet()) {
      generator.writeObjectField(field.getKey(), field.getValue());
    }
  }

  static Map<String, Object> of(String message, @Nullable Object @Nullable [] arguments) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (arguments == null || arguments.length == 0) {
      Matcher words = FIRST_WORDS.matcher(message);
      while (words.find()) {
        keys.put(words.group(1), words.group(2));
      }
      return keys;
    }
    Matcher places = PLACES.matcher(message);
    for (int i = 0; i < arguments.length && places.find(); i++) {
      Object value = arguments[i];
      if (places.group(1) != null) {
        boolean plain = value instanceof Number || value instanceof Boolean;
        keys.put(places.group(1), plain ? value : String.valueOf(value));
      }
    }
    return keys;
  }
}
