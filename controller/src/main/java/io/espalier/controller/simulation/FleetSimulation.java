package io.espalier.controller.simulation;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.api.TelemetryCounts;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.protocol.Topics;
import io.espalier.simulator.FleetPlan;
import io.espalier.simulator.SimulatedFleet;
import io.espalier.simulator.broker.LocalMosquitto;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One simulation, from the first node that is switched on to the last record that is stored: a real
 * broker, a real controller in a process of its own, and nodes that do not exist.
 */
public final class FleetSimulation implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;
  private static final long ASK_MILLIS = 1_000;
  private static final double NANOS = 1e9;

  private final SimulationPlan plan;
  private final Consumer<String> said;
  private final @Nullable LocalMosquitto mosquitto;
  private final ControllerProcess controller;
  private final ApiClient client;
  private final SimulatedFleet fleet;
  private final Digest model;

  /**
   * Starts broker and controller.
   *
   * @param directory for the files of both, absolute
   * @param said takes what is going on, line by line
   * @throws IOException if one of them does not start
   */
  public FleetSimulation(SimulationPlan plan, Path directory, Consumer<String> said)
      throws IOException, InterruptedException {
    this.plan = plan;
    this.said = said;
    this.model = Digest.of(plan.model());
    Topics topics =
        new Topics("espalier/simulated-" + HexFormat.of().toHexDigits(new Random().nextInt()));
    Path program = plan.broker() == null ? LocalMosquitto.find().orElse(null) : null;
    if (plan.restartBroker() && program == null) {
      throw new IOException(
          "a broker to restart: expected mosquitto on the path or in /usr/sbin, found none");
    }
    this.mosquitto = program == null ? null : LocalMosquitto.start(program, directory);
    @Nullable URI broker = mosquitto == null ? plan.broker() : mosquitto.address();
    try {
      this.controller =
          ControllerProcess.start(
              smallController(),
              broker,
              topics,
              directory.resolve("controller"),
              directory.resolve("controller.log"));
    } catch (IOException | InterruptedException e) {
      closeBroker();
      throw e;
    }
    this.client = controller.client();
    said.accept("SIMULATED fleet, real broker: " + brokerName());
    this.fleet =
        new SimulatedFleet(
            new FleetPlan(
                controller.broker(),
                topics,
                plan.nodes(),
                plan.faults(),
                plan.seed(),
                plan.connectsPerSecond(),
                plan.telemetryInterval(),
                plan.reconnectWithin()));
  }

  /**
   * Runs it.
   *
   * @throws TimeoutException if a stage takes longer than the plan's patience
   */
  public SimulationReport run()
      throws IOException, InterruptedException, ApiException, TimeoutException {
    long start = System.nanoTime();
    connect();
    double connectSeconds = since(start);
    fleet.sample();
    deploy();
    long ordered = System.nanoTime();
    begin();
    await("nodes have the model", fleet.reachable(), fleet::took);
    double takeSeconds = since(ordered);
    await("nodes serve it", fleet.reachable(), () -> fleet.converged(model));
    double convergeSeconds = since(ordered);
    awaitKnown();
    double knownSeconds = since(ordered);
    long bytesPublished = controller.counts().publishedBytes();
    said.accept("telemetry for %d s".formatted(plan.telemetryTime().toSeconds()));
    TimeUnit.MILLISECONDS.sleep(plan.telemetryTime().toMillis());
    int peak = fleet.connects().peakPerSecond(0);
    @Nullable Double reconnectSeconds = null;
    if (plan.restartBroker()) {
      int before = fleet.connects().count();
      reconnectSeconds = restartBroker();
      peak = fleet.connects().peakPerSecond(before);
    }
    fleet.stopSampling();
    awaitStored();
    TelemetryCounts counts = controller.counts();
    return new SimulationReport(
        true,
        plan.nodes(),
        fleet.reachable(),
        fleet.converged(model),
        fleet.recordsSent(),
        counts.recordsStored(),
        plan.model().length,
        bytesPublished,
        plan.restartBroker() ? counts.publishedBytes() - bytesPublished : null,
        connectSeconds,
        takeSeconds,
        convergeSeconds,
        knownSeconds,
        peak,
        reconnectSeconds,
        controller.process().residentBytes(),
        plan.seed(),
        brokerName());
  }

  @Override
  public void close() {
    fleet.close();
    controller.close();
    closeBroker();
  }

  private void connect() throws InterruptedException, TimeoutException, IOException, ApiException {
    fleet.start();
    await("nodes are there", plan.nodes(), fleet::connected);
    fleet.leaveOffline();
    await("nodes stay", fleet.reachable(), fleet::connected);
    awaitNodes("nodes are known to the controller", plan.nodes(), node -> true);
  }

  private void deploy() throws IOException, InterruptedException, ApiException {
    client.upload(
        "/artifacts",
        Map.of("kind", "model", "name", plan.modelName()),
        plan.model(),
        ArtifactView.class);
  }

  /** All at once, for what is measured is the delivery, not the gates. */
  private void begin() throws IOException, InterruptedException, ApiException {
    Map<String, Object> rollout =
        Map.of(
            "model",
            model.hex(),
            "to",
            "all",
            "waves",
            List.of("100%"),
            "gates",
            Map.of("maxFailed", "100%", "maxCrashes", "100%"));
    client.post("/rollouts?who=simulation", rollout, RolloutView.class);
  }

  private void awaitKnown()
      throws IOException, InterruptedException, ApiException, TimeoutException {
    awaitNodes(
        "nodes serve it, as the controller knows",
        fleet.reachable(),
        node ->
            node.reported() != null
                && node.reported().phase() == Phase.ACTIVE
                && node.reported().running() != null
                && node.reported().running().model().equals(model));
  }

  private double restartBroker() throws IOException, InterruptedException, TimeoutException {
    LocalMosquitto broker = mosquitto;
    if (broker == null) {
      throw new IllegalStateException("no broker of our own");
    }
    said.accept("the broker is killed");
    broker.kill();
    await("nodes are left", 0, () -> -fleet.connected());
    broker.launch();
    long again = System.nanoTime();
    await("nodes are back", fleet.reachable(), fleet::connected);
    return since(again);
  }

  private void awaitStored() throws InterruptedException, TimeoutException {
    await("records not known to be stored", 0, () -> (int) -fleet.outstanding());
  }

  /** Small and quick to be warm: it shares two cores with all that is simulated. */
  private static List<String> smallController() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx1g",
        "-cp",
        System.getProperty("java.class.path"),
        "io.espalier.controller.ControllerMain");
  }

  /** Something that is asked of the controller. */
  private interface NodeTest {
    boolean holds(NodeView node);
  }

  private void awaitNodes(String what, int count, NodeTest test)
      throws IOException, InterruptedException, ApiException, TimeoutException {
    long until = System.nanoTime() + plan.patience().toNanos();
    while (true) {
      long now =
          client.get("/nodes", Map.of(), NodeView.Several.class).nodes().stream()
              .filter(test::holds)
              .count();
      if (now >= count) {
        said.accept("%d of %d %s".formatted(now, count, what));
        return;
      }
      requireTime(until, what, now, count);
      TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
    }
  }

  /** A count that grows. */
  private interface Count {
    int now();
  }

  private void await(String what, int goal, Count count)
      throws InterruptedException, TimeoutException {
    long until = System.nanoTime() + plan.patience().toNanos();
    long told = System.nanoTime();
    int now = count.now();
    while (now < goal) {
      requireTime(until, what, Math.abs(now), goal);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      if (since(told) >= 5) {
        told = System.nanoTime();
        said.accept("%d of %d %s".formatted(Math.abs(now), goal, what));
      }
      now = count.now();
    }
    said.accept("%d of %d %s".formatted(Math.abs(now), goal, what));
  }

  private void requireTime(long until, String what, long now, int goal) throws TimeoutException {
    if (System.nanoTime() > until) {
      throw new TimeoutException(
          "%s: expected %d within %d s, found %d"
              .formatted(what, goal, plan.patience().toSeconds(), now));
    }
  }

  private String brokerName() {
    return mosquitto != null
        ? "mosquitto of its own"
        : plan.broker() != null ? plan.broker().toString() : "embedded in the controller";
  }

  private void closeBroker() {
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / NANOS;
  }
}
