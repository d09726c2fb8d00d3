package io.espalier.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.telemetry.LatestFigures;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.Throttling;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics(MetricsConfig.USUAL, "1.0 (abc)");
  private final FleetRegistry fleet = new FleetRegistry();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void process_isDescribedByTheNamesOfOpenTelemetry() {
    assertThat(metrics.scrape())
        .contains("espalier_version{version=\"1.0 (abc)\"} 1.0")
        .contains("jvm_memory_used_bytes{", "jvm_memory_type=\"heap\"")
        .contains("jvm_thread_count", "jvm_class_", "jvm_gc_duration_seconds_total")
        .contains("process_cpu_time_seconds_total", "process_memory_usage_bytes")
        .contains("process_open_file_descriptor_count", "process_uptime_seconds");
  }

  @Test
  void nodes_areCountedByPresenceAndHardware() {
    metrics.fleet(fleet);
    online("a", "pi-4");
    online("b", "pi-4");
    online("c", "pi-5");
    assertThat(fleet.lost(new NodeId("b"))).isTrue();
    assertThat(metrics.scrape())
        .contains("espalier_nodes{hardware=\"pi-4\",presence=\"online\"} 1.0")
        .contains("espalier_nodes{hardware=\"pi-4\",presence=\"offline\"} 1.0")
        .contains("espalier_nodes{hardware=\"pi-5\",presence=\"online\"} 1.0");
  }

  @Test
  void series_doNotGrowWithNodes_howeverManyHardwareClassesTheyInvent() {
    metrics.fleet(fleet);
    for (int i = 0; i < FleetMeters.MOST_CLASSES + 5; i++) {
      online("first-" + i, "class-" + i);
    }
    long few = series();
    for (int i = 0; i < 3_000; i++) {
      online("node-" + i, "class-" + i);
    }
    assertThat(series()).isEqualTo(few);
    assertThat(metrics.scrape()).contains("hardware=\"other\"").doesNotContain("node-7");
  }

  @Test
  void nodesThemselves_areOnlyThereIfThatIsConfigured() {
    LatestFigures latest = new LatestFigures();
    online("a", "pi-4");
    latest.take(
        List.of(
            new TelemetryStore.Sample(
                "a", 1, 0, "accuracy", Instant.EPOCH, accuracy(new NodeId("a")))));
    metrics.nodes(fleet, latest);
    assertThat(metrics.scrape()).doesNotContain("espalier_node_");
    try (Metrics each = new Metrics(new MetricsConfig(true, null, Duration.ofMinutes(1)), "1")) {
      each.nodes(fleet, latest);
      assertThat(each.scrape()).contains("espalier_node_accuracy{node=\"a\"} 0.9");
    }
  }

  @Test
  void slowedBoards_areCounted_whetherOrNotNodesAreShown() {
    LatestFigures latest = new LatestFigures();
    for (String id : List.of("a", "b", "c")) {
      online(id, "pi-4");
    }
    latest.take(
        List.of(system("a", new Throttling(1)), system("b", new Throttling(0)), system("c", null)));
    metrics.nodes(fleet, latest);
    assertThat(metrics.scrape()).contains("espalier_nodes_throttled 1.0");
  }

  @Test
  void requests_areCountedByRouteAndStatus() {
    metrics.requests().answered("GET", "/api/v1/nodes/:id", 200, Duration.ofMillis(7));
    metrics.requests().answered("BREW", "unknown", 405, Duration.ofMillis(1));
    assertThat(metrics.scrape())
        .contains("http_route=\"/api/v1/nodes/:id\"", "http_request_method=\"_OTHER\"")
        .containsPattern("http_server_request_duration_seconds_bucket.*200.*le=\"0.01\"} 1");
  }

  @Test
  void configuration_saysWhatIsWrongWithIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricsConfig(false, URI.create("ftp://x"), Duration.ofMinutes(1)))
        .withMessageContaining("--otlp: expected http[s]://");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricsConfig(false, null, Duration.ofHours(2)))
        .withMessageContaining("--otlp-interval: expected 1 to 3600 seconds, found 7200");
  }

  private static TelemetryStore.Sample system(String id, @Nullable Throttling throttled) {
    SystemSample sample =
        new SystemSample(
            new Stamp(Stamp.SCHEMA, 1, 0, Instant.EPOCH, true),
            new NodeId(id),
            1,
            1,
            1,
            1,
            1,
            null,
            null,
            null,
            new BoardState(null, null, null, throttled, null));
    return new TelemetryStore.Sample(
        id,
        1,
        0,
        "system",
        Instant.EPOCH,
        new String(MessageCodec.encode(sample), StandardCharsets.UTF_8));
  }

  private static String accuracy(NodeId node) {
    Stamp stamp = new Stamp(Stamp.SCHEMA, 1, 0, Instant.EPOCH, true);
    Digest model = Digest.of(new byte[] {1});
    return new String(
        MessageCodec.encode(AccuracySample.of(stamp, node, model, 9, 10)), StandardCharsets.UTF_8);
  }

  private long series() {
    return metrics.scrape().lines().filter(line -> !line.startsWith("#")).count();
  }

  private void online(String id, String hardware) {
    NodeId node = new NodeId(id);
    fleet.accept(
        new Presence(
            new Stamp(Stamp.SCHEMA, 1, 0, Instant.EPOCH, true),
            node,
            Presence.State.ONLINE,
            new NodeDescriptor(hardware, "arm64", 4, 1L << 30, "Linux", "1", "2", new TreeMap<>())),
        false,
        Instant.EPOCH);
  }
}
