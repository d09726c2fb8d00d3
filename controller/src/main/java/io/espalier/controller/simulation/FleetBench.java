package io.espalier.controller.simulation;

import io.espalier.compressor.bench.Figure;
import io.espalier.shared.wire.WireCoding;
import io.espalier.simulator.Faults;
import io.espalier.simulator.bare.BareFleet;
import io.espalier.simulator.broker.LocalMosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What a simulated fleet takes, beside the least that as many sessions take for the same bytes. */
public final class FleetBench {
  private static final int MODEL_BYTES = 120_000;
  private static final int CONNECTS_PER_SECOND = 400;

  /** What an agent does unless it is told otherwise. */
  private static final Duration RECONNECT_WITHIN = Duration.ofSeconds(30);

  private static final Duration TELEMETRY_INTERVAL = Duration.ofSeconds(10);
  private static final Duration TELEMETRY_TIME = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final double MOST_OF_FLOOR = 1.5;
  private static final double MOST_OF_ARTIFACT = 1.05;
  private static final double MOST_RECONNECT_SECONDS = 60;
  private static final double MOST_CONNECTS = 500;

  private FleetBench() {}

  /**
   * Measures both, one after the other.
   *
   * @param directory for all files, absolute
   * @param said takes what is going on, line by line
   * @throws IOException if there is no mosquitto
   */
  public static List<Figure> run(int nodes, long seed, Path directory, Consumer<String> said)
      throws Exception {
    byte[] model = SyntheticModel.of(MODEL_BYTES, seed);
    double floor = floor(nodes, WireCoding.encode(model).bytes(), directory, said);
    SimulationPlan plan =
        new SimulationPlan(
            nodes,
            null,
            seed,
            Faults.NONE,
            model,
            "simulated",
            CONNECTS_PER_SECOND,
            RECONNECT_WITHIN,
            TELEMETRY_INTERVAL,
            TELEMETRY_TIME,
            true,
            PATIENCE);
    Path own = Files.createDirectory(directory.resolve("fleet"));
    try (FleetSimulation simulation = new FleetSimulation(plan, own, said)) {
      return figures(simulation.run(), floor);
    }
  }

  private static double floor(int sessions, byte[] message, Path directory, Consumer<String> said)
      throws Exception {
    Path program = LocalMosquitto.program();
    Path own = Files.createDirectory(directory.resolve("bare"));
    try (LocalMosquitto broker = LocalMosquitto.start(program, own)) {
      double seconds = BareFleet.seconds(broker.address(), sessions, message, CONNECTS_PER_SECOND);
      said.accept(
          "%d bare sessions took %d bytes each in %.2f s"
              .formatted(sessions, message.length, seconds));
      return seconds;
    }
  }

  private static List<Figure> figures(SimulationReport report, double floor) {
    double artifact = report.artifactBytes();
    double reconnect = report.reconnectSeconds() == null ? Double.NaN : report.reconnectSeconds();
    return List.of(
        Figure.of("simulated-fleet/take", report.takeSeconds(), "s")
            .above(floor)
            .atMost(MOST_OF_FLOOR * floor),
        Figure.of("simulated-fleet/converge", report.convergeSeconds(), "s")
            .above(floor)
            .atMost(MOST_OF_FLOOR * floor),
        Figure.of("simulated-fleet/known", report.knownSeconds(), "s"),
        Figure.of("simulated-fleet/published", (double) report.bytesPublished(), "bytes")
            .above(artifact)
            .atMost(MOST_OF_ARTIFACT * artifact),
        Figure.of("simulated-fleet/reconnect", reconnect, "s").atMost(MOST_RECONNECT_SECONDS),
        Figure.of("simulated-fleet/connect-peak", report.connectPeakPerSecond(), "1/s")
            .atMost(MOST_CONNECTS),
        Figure.of(
                "simulated-fleet/records-lost",
                (double) (report.recordsSent() - report.recordsStored()),
                "records")
            .atMost(0),
        Figure.of("simulated-fleet/controller-rss", (double) report.controllerRssBytes(), "bytes"));
  }
}
