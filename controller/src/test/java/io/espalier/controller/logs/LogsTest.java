package io.espalier.controller.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.espalier.controller.Some");

  @Test
  void keysOfAMessage_areFieldsOfJson() throws Exception {
    JsonNode line = line("nodeId={} seq={} refused: {}", null, "pi-1", 7L, "an \"x\"\nnodeId=pi-9");
    assertThat(line.path("nodeId").textValue()).isEqualTo("pi-1");
    assertThat(line.path("seq").longValue()).isEqualTo(7);
    assertThat(line.path("level").textValue()).isEqualTo("WARN");
    assertThat(line.path("logger").textValue()).isEqualTo("io.espalier.controller.Some");
    assertThat(line.path("message").textValue())
        .isEqualTo("nodeId=pi-1 seq=7 refused: an \"x\"\nnodeId=pi-9");
    assertThat(line.path("time").textValue()).endsWith("Z");
    assertThat(line.has("level_value")).isFalse();
  }

  @Test
  void exception_isInTheSameLine() throws Exception {
    JsonNode line = line("rollout={} failed", new IllegalStateException("why"), "r-1");
    assertThat(line.path("stackTrace").textValue()).contains("IllegalStateException: why", "\tat ");
    assertThat(line.path("rollout").textValue()).isEqualTo("r-1");
  }

  @Test
  void wordsThatLibrariesOfTheRuntimePutIn_areKeysOnlyAtTheBeginning() {
    assertThat(MessageKeys.of("broker=mqtt://b connection lost: reason=x y", null))
        .isEqualTo(Map.of("broker", "mqtt://b"));
    assertThat(MessageKeys.of("no key=here, only words", null)).isEmpty();
  }

  private JsonNode line(String message, @Nullable Throwable failure, Object... arguments)
      throws Exception {
    LogstashEncoder encoder = Logs.encoder();
    encoder.setContext(logger.getLoggerContext());
    encoder.start();
    byte[] line =
        encoder.encode(new LoggingEvent("here", logger, Level.WARN, message, failure, arguments));
    return new ObjectMapper().readTree(line);
  }
}
