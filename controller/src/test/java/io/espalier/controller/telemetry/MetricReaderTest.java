package io.espalier.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricReaderTest {
  private static final MetricReader READER =
      new MetricReader(
          Metric.ALL.stream()
              .filter(metric -> metric.kind().equals("inference"))
              .filter(metric -> !metric.name().equals("latency_p90_us"))
              .toList());

  @Test
  void values_areFoundWhereverTheyStand_andNothingElse() {
    String record =
        """
        {"stamp": {"seq": 3, "p50Us": 1}, "p50Us": 2, "more": [{"latency": {"p50Us": 3}}],
         "latency": {"count": 4, "p50Us": 23.5, "p90Us": 30, "odd": {"p99Us": 5}, "p99Us": 58}}
        """;
    assertThat(READER.values(record))
        .isEqualTo(Map.of("latency_p50_us", 23.5, "latency_p99_us", 58.0));
  }

  @Test
  void valuesThatAreNoNumbers_areNone() {
    assertThat(READER.values("{\"latency\": {\"p50Us\": \"23\", \"p99Us\": null}}")).isEmpty();
    assertThat(READER.values("{\"latency\": {\"p50Us\": [23], \"p99Us\": {\"a\": 1}}}")).isEmpty();
    assertThat(READER.values("{\"latency\": 23}")).isEmpty();
  }

  @Test
  void recordThatCannotBeRead_saysNothing() {
    assertThat(READER.values("{\"latency\": {\"p50Us\": 23, ")).isEmpty();
    assertThat(READER.values("[1]")).isEmpty();
    assertThat(READER.values("")).isEmpty();
  }
}
