package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of {@code results.csv}, as whoever writes rows in another form needs it.
 *
 * @param name as in the header
 * @param type what its values are
 * @param optional whether rows may lack it
 * @param component of the row
 */
public record TrialColumn(String name, Type type, boolean optional, RecordComponent component) {
  private static final List<TrialColumn> ALL =
      Arrays.stream(TrialRow.class.getRecordComponents()).map(TrialColumn::of).toList();

  /** What values are. */
  public enum Type {
    /** 32 bits. */
    INTEGER,
    /** 64 bits. */
    LONG,
    /** Double precision. */
    DOUBLE,
    /** Words. */
    TEXT
  }

  /** All of them, in the order of the header. */
  public static List<TrialColumn> all() {
    return ALL;
  }

  /** The value in a row: Integer, Long, Double or String; null if it has none. */
  public @Nullable Object of(TrialRow row) {
    Object value = read(row);
    return value == null || type != Type.TEXT || value instanceof String ? value : text(value);
  }

  private @Nullable Object read(TrialRow row) {
    try {
      return component.getAccessor().invoke(row);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }

  /** The word of a constant, or whatever else as JSON. */
  private static String text(Object value) {
    try {
      JsonNode json = MessageCodec.decode(MessageCodec.encode(value), JsonNode.class);
      return json.isTextual() ? json.textValue() : json.toString();
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("what was just encoded", e);
    }
  }

  private static TrialColumn of(RecordComponent component) {
    return new TrialColumn(
        Objects.requireNonNull(component.getAccessor().getAnnotation(JsonProperty.class)).value(),
        type(component.getType()),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        component);
  }

  private static Type type(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return Type.INTEGER;
    }
    if (type == long.class || type == Long.class) {
      return Type.LONG;
    }
    return type == double.class || type == Double.class ? Type.DOUBLE : Type.TEXT;
  }
}
