package io.espalier.controller.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.shared.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;

/** How all commands write JSON: indented, without what is not there, or in a line. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private Json() {}

  /** In one line, as it is on the wire. */
  static String line(Object message) {
    return new String(MessageCodec.encode(message), StandardCharsets.UTF_8);
  }

  static String of(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(value);
  }
}
