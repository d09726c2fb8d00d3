package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.ControllerMain;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.TestBroker;
import io.espalier.controller.api.TelemetryCounts;
import io.espalier.controller.client.ApiClient;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.SystemSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code telemetry tail} as a process of its own, of a controller that comes and goes. */
class TelemetryTailIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId NODE = new NodeId("pi-1");
  private static final int INTERRUPTED = 130;

  @TempDir private Path directory;

  private TestBroker broker;
  private BrokerLink node;
  private FleetWiring fleet;
  private @Nullable Process tail;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker();
    node = new BrokerLink(new LinkConfig(broker.address(), "pi-1", null, 0));
    node.start().join();
    fleet = up(0);
  }

  @AfterEach
  void stop() {
    if (tail != null) {
      tail.destroyForcibly().onExit().join();
    }
    fleet.close();
    node.close();
    broker.close();
  }

  @Test
  void tail_showsEachValueOnce_alsoAfterTheControllerWasStartedAgain_andCtrlCEndsIt()
      throws Exception {
    say(NODE, 0);
    Awaitility.await().until(() -> stored() == 1);
    Process running = tail("--node", "pi-1", "--metric", "cpu_percent");
    tail = running;
    awaitValues(1);
    say(new NodeId("pi-2"), 0);
    say(NODE, 1);
    awaitValues(2);

    int port = fleet.httpPort();
    fleet.close();
    Awaitility.await().until(() -> said("err").contains("waiting for it"));
    fleet = up(port);
    say(NODE, 2); // Most likely before it is asked again.
    awaitValues(3);
    say(NODE, 3);
    awaitValues(4);

    long before = System.nanoTime();
    new ProcessBuilder("kill", "-INT", Long.toString(running.pid())).start().waitFor();
    assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(running.exitValue()).isEqualTo(INTERRUPTED);
    assertThat(said("err")).endsWith("espalier: interrupted; nothing was changed\n");
    assertThat(said("out").lines())
        .hasSize(4)
        .allMatch(line -> line.matches("\\d+  pi-1  1970-01-01T00:00:00Z  [0-3]\\.5 %"));
  }

  private void awaitValues(int count) {
    List<String> values = IntStream.range(0, count).mapToObj(value -> value + ".5 %").toList();
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(said("out").lines().map(line -> line.replaceAll(".*Z  ", "")).toList())
                    .isEqualTo(values));
  }

  private long stored() throws Exception {
    return new ApiClient("http://127.0.0.1:" + fleet.httpPort())
        .get("/telemetry/counts", Map.of(), TelemetryCounts.class)
        .recordsStored();
  }

  private String said(String stream) throws IOException {
    return Files.readString(directory.resolve(stream));
  }

  private Process tail(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ControllerMain.class.getName(),
                "telemetry",
                "tail",
                "--server",
                "http://127.0.0.1:" + fleet.httpPort()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private FleetWiring up(int port) throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    return new FleetWiring(
        new FleetConfig(
            new FleetConfig.Address("127.0.0.1", port),
            directory.resolve("data"),
            broker.address(),
            any,
            TOPICS,
            0,
            null));
  }

  private void say(NodeId id, int seq) {
    SystemSample sample =
        new SystemSample(
            new Stamp(Stamp.SCHEMA, 1, seq, Instant.EPOCH, true),
            id,
            seq + 0.5,
            1 << 20,
            2.5,
            1 << 20,
            1 << 21,
            null,
            null,
            null);
    node.publish(OutboundMessage.event(TOPICS.systemTelemetry(id), MessageCodec.encode(sample)))
        .join();
  }
}
