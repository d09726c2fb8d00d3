package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Observer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A broker, a controller, nodes, and whoever watches them. */
final class Fleet implements AutoCloseable {
  /** In which everything must be as it should after the last fault. */
  static final Duration CONVERGENCE = Duration.ofSeconds(60);

  private static final Duration COMMAND = Duration.ofMinutes(3);

  private final Path directory;
  private final Mosquitto broker;
  private Controller controller;
  private final Observer observer;
  private final List<FleetNode> nodes = new ArrayList<>();
  private final List<ServiceWatch> watches = new ArrayList<>();
  private final Path probe;
  private int models;

  private Fleet(Path directory, Mosquitto broker, Controller controller) throws IOException {
    this.directory = directory;
    this.broker = broker;
    this.controller = controller;
    this.observer = Observer.of(broker.uri());
    this.probe = Models.probe(directory.resolve("probe.csv"));
  }

  /** A broker that forgets, and a controller. */
  static Fleet start(Path directory) throws IOException {
    return start(directory, Mosquitto.forgetful(Files.createDirectory(directory.resolve("mqtt"))));
  }

  /** That broker, and a controller. */
  static Fleet start(Path directory, Mosquitto broker) throws IOException {
    return start(directory, broker, new Controller(directory, broker.uri()));
  }

  /** That broker, and that controller, which is started. */
  static Fleet start(Path directory, Mosquitto broker, Controller controller) throws IOException {
    controller.start();
    return new Fleet(directory, broker, controller);
  }

  Mosquitto broker() {
    return broker;
  }

  Controller controller() {
    return controller;
  }

  Observer observer() {
    return observer;
  }

  List<FleetNode> nodes() {
    return nodes;
  }

  List<ServiceWatch> watches() {
    return watches;
  }

  /** From now on another controller is asked. */
  void ask(Controller other) {
    controller = other;
  }

  /** One more node, directly at the broker. */
  FleetNode add(String id, String... more) throws IOException {
    return add(id, broker.uri(), more);
  }

  /** One more node that runs and is watched from now on. */
  FleetNode add(String id, URI at, String... more) throws IOException {
    FleetNode node = prepare(id, at, more);
    node.start();
    return node;
  }

  /** One more node, directly at the broker, that is not started yet. */
  FleetNode prepare(String id) throws IOException {
    return prepare(id, broker.uri());
  }

  private FleetNode prepare(String id, URI at, String... more) throws IOException {
    FleetNode node = new FleetNode(id, at, directory, List.of(more));
    nodes.add(node);
    watches.add(new ServiceWatch(node));
    return node;
  }

  /** The same node with other options, after it was switched off. */
  void replace(int index, String... more) throws IOException {
    FleetNode before = nodes.get(index);
    watches.get(index).close();
    FleetNode node = new FleetNode(before.id(), broker.uri(), directory, List.of(more));
    nodes.set(index, node);
    watches.set(index, new ServiceWatch(node));
    node.start();
  }

  /** Waits until a node says that of a deployment. */
  void awaitReported(FleetNode node, String what, Predicate<ReportedState> wanted) {
    await(node.id() + " " + what)
        .atMost(CONVERGENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> reported(node).anyMatch(wanted));
  }

  /** All that a node said of its deployments until now. */
  Stream<ReportedState> reported(FleetNode node) {
    return observer
        .all(ReportedState.class)
        .filter(state -> state.node().value().equals(node.id()));
  }

  /** Waits until the controller has all of them online. */
  void awaitOnline() {
    nodes.stream().filter(node -> node.running().isPresent()).forEach(this::awaitOnline);
  }

  /** Waits until every node has said what it runs once more, and the controller has heard it. */
  void awaitReturn() {
    Instant now = Instant.now();
    for (FleetNode node : nodes) {
      await(node.id() + " is back")
          .atMost(CONVERGENCE)
          .until(
              () -> Instant.parse(controller.node(node.id()).path("lastSeen").asText()),
              now::isBefore);
    }
  }

  /** Waits until the controller has that one online. */
  void awaitOnline(FleetNode node) {
    await(node.id() + " online")
        .atMost(CONVERGENCE)
        .until(() -> controller.node(node.id()).path("online").asBoolean());
  }

  /** Waits until the controller knows that a node is away. */
  void awaitOffline(FleetNode node) {
    await(node.id() + " offline")
        .atMost(CONVERGENCE)
        .until(() -> !controller.node(node.id()).path("online").asBoolean());
  }

  /** Begins to deploy a model; probes and options that fit small fleets are given. */
  Espalier deploy(String name, byte[] model, String... more) throws IOException {
    Path file = Files.write(directory.resolve("model-" + models++ + ".tflite"), model);
    List<String> all = new ArrayList<>(List.of("deploy", file.toString(), "--name", name));
    all.addAll(List.of("--probe", probe.toString(), "--good-inferences", "30"));
    all.addAll(List.of("--wait", "--timeout", "3m"));
    all.addAll(List.of(more));
    if (!all.contains("--to")) {
      all.addAll(List.of("--to", "all"));
    }
    return controller.command(all.toArray(String[]::new));
  }

  /** Deploys a model, and waits for that exit code. */
  Digest deployed(int exitCode, String name, byte[] model, String... more)
      throws IOException, InterruptedException {
    try (Espalier deploy = deploy(name, model, more)) {
      int found = deploy.exitCode(COMMAND);
      assertThat(found)
          .as("deploy %s said: %s%s", name, deploy.out(), deploy.err())
          .isEqualTo(exitCode);
    }
    return Digest.of(model);
  }

  /** Runs a command to its end. */
  String run(String... arguments) throws IOException, InterruptedException {
    try (Espalier command = controller.command(arguments)) {
      command.succeed(COMMAND);
      return command.out();
    }
  }

  /** What a rollout is; a missing node if there is none. */
  JsonNode rollout(String id) {
    return controller.get("/rollouts/" + id);
  }

  /** Waits until a rollout is in that stage. */
  void awaitStage(String id, String stage) {
    await(id + " " + stage)
        .atMost(CONVERGENCE)
        .until(() -> rollout(id).path("stage").asText(), stage::equals);
  }

  /**
   * Waits until every node that is on serves that model, and node and controller agree about it.
   */
  void awaitServing(Digest model) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).running().isPresent()) {
        awaitServing(i, model);
      }
    }
  }

  /** The same of one node. */
  void awaitServing(int node, Digest model) {
    String id = nodes.get(node).id();
    await(id + " serves " + model.abbreviated())
        .atMost(CONVERGENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              JsonNode known = controller.node(id);
              assertThat(known.at("/reported/phase").asText()).as("%s", known).isEqualTo("active");
              assertThat(known.at("/reported/running/model").asText()).isEqualTo(model.hex());
              assertThat(watches.get(node).health().path("model").asText()).isEqualTo(model.hex());
            });
  }

  @Override
  public void close() {
    watches.forEach(ServiceWatch::close);
    nodes.forEach(FleetNode::close);
    controller.close();
    observer.close();
    broker.close();
  }
}
