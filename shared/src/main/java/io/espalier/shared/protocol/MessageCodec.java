package io.espalier.shared.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON in UTF-8, fields in the order of their records, absent ones left out, times in
 * ISO 8601. A reader ignores fields that it does not know, so that a newer writer may add some.
 */
public final class MessageCodec {
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
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
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
      requireComplete(message);
      return message;
    } catch (JsonProcessingException e) {
      throw new MalformedMessageException(
          type.getSimpleName() + ": " + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new MalformedMessageException(type.getSimpleName() + ": " + e.getMessage());
    }
  }

  /** Jackson leaves an absent component null; only those marked {@link Nullable} may be. */
  private static void requireComplete(Object value) throws MalformedMessageException {
    if (!(value instanceof Record record)) {
      return;
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object part = valueOf(component, record);
      if (part != null) {
        requireComplete(part);
      } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw new MalformedMessageException(
            record.getClass().getSimpleName() + ": '" + component.getName() + "' is missing");
      }
    }
  }

  private static @Nullable Object valueOf(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " could not be read", e);
    }
  }
}
