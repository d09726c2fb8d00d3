package io.espalier.shared.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Messages as JSON in UTF-8, fields in the order of their records, absent ones left out, times in
 * ISO 8601. A reader ignores fields that it does not know, so that a newer writer may add some.
 */
public final class MessageCodec {
  /** What Jackson says before the words that an enum is written as. */
  private static final String WORDS = "values accepted for Enum class: ";

  private static final String NO_KIND = "missing type id property";
  private static final int LONGEST_COMPLAINT = 300;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxStringLength(10_000)
                          .build())
                  .build())
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addDeserializer(double.class, new FiniteNumber())
                  .addDeserializer(Double.class, new FiniteNumber()))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          // A component that may be absent says so with @JsonSetter(nulls = Nulls.SET).
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private MessageCodec() {}

  /** The bytes of a message. */
  public static byte[] encode(Object message) {
    try {
      return JSON.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(message.getClass().getSimpleName() + " has no JSON form", e);
    }
  }

  /**
   * The message in those bytes.
   *
   * @throws MalformedMessageException if they are not a {@code type}
   */
  public static <T> T decode(byte[] payload, Class<T> type) throws MalformedMessageException {
    try {
      T message = JSON.readValue(payload, type);
      if (message == null) {
        throw new MalformedMessageException(type.getSimpleName() + ": expected JSON, found null");
      }
      return message;
    } catch (JsonMappingException e) {
      throw new MalformedMessageException(oneLine(type.getSimpleName() + at(e) + ": " + what(e)));
    } catch (StreamConstraintsException e) {
      throw new MalformedMessageException(
          type.getSimpleName() + ": expected less of it: shorter text, fewer digits, less nesting");
    } catch (JsonProcessingException e) {
      throw new MalformedMessageException(
          oneLine(type.getSimpleName() + ": " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new MalformedMessageException(oneLine(type.getSimpleName() + ": " + e.getMessage()));
    }
  }

  private static String at(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .map(step -> "." + step)
        .collect(Collectors.joining());
  }

  private static String what(JsonMappingException e) {
    if (e instanceof InvalidNullException) {
      return "is missing";
    }
    if (e.getCause() instanceof IllegalArgumentException refusal) {
      return String.valueOf(refusal.getMessage());
    }
    String said = e.getOriginalMessage();
    if (e instanceof InvalidTypeIdException kind) {
      return kind.getTypeId() == null
          ? said.substring(Math.max(0, said.indexOf(NO_KIND)))
          : "expected a kind that there is, found '" + kind.getTypeId() + "'";
    }
    int words = said.indexOf(WORDS);
    if (words >= 0) {
      return "expected one of " + said.substring(words + WORDS.length());
    }
    return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
        ? "expected " + inWords(mismatch.getTargetType()) + ", found something else"
        : said;
  }

  /** What the name of a class says only to those who know the program. */
  private static String inWords(Class<?> type) {
    if (type == String.class || type == Instant.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number in range";
    }
    return Collection.class.isAssignableFrom(type) || type.isArray()
        ? "a list"
        : "an object or a value of its form";
  }

  private static String oneLine(String complaint) {
    String line = complaint.lines().findFirst().orElse("");
    return line.length() <= LONGEST_COMPLAINT ? line : line.substring(0, LONGEST_COMPLAINT) + "…";
  }
}
