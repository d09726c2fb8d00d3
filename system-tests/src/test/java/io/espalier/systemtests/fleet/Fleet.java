package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.shared.artifact.Digest;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Mosquitto;
import io.espalier.systemtests.fixture.Observer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A broker, a controller, nodes, and whoever watches them. */
final class Fleet implements AutoCloseable {
  /** In which everything must be as it should after the last fault. */
  static final Duration CONVERGENCE = Duration.ofSeconds(60);

  private static final Duration COMMAND = Duration.ofMinutes(3);

  private final Path directory;
  private final Mosquitto broker;
  private final Controller controller;
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
    Controller controller = new Controller(directory, broker.uri());
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

  /** One more node, directly at the broker. */
  FleetNode add(String id, String... more) throws IOException {
    return add(id, broker.uri(), more);
  }

  /** One more node that runs and is watched from now on. */
  FleetNode add(String id, URI at, String... more) throws IOException {
    FleetNode node = new FleetNode(id, at, directory, List.of(more));
    nodes.add(node);
    watches.add(new ServiceWatch(node));
    node.start();
    return node;
  }

  /** Waits until the controller has all of them online. */
  void awaitOnline() {
    await("nodes online")
        .atMost(CONVERGENCE)
        .until(
            () ->
                nodes.stream()
                    .filter(node -> node.running().isPresent())
                    .allMatch(node -> controller.node(node.id()).path("online").asBoolean()));
  }

  /** Begins to deploy a model; probes and options that fit small fleets are given. */
  Espalier deploy(String name, byte[] model, String... more) throws IOException {
    Path file = Files.write(directory.resolve("model-" + models++ + ".tflite"), model);
    List<String> all = new ArrayList<>(List.of("deploy", file.toString(), "--name", name));
    all.addAll(List.of("--to", "all", "--probe", probe.toString(), "--good-inferences", "30"));
    all.addAll(List.of("--wait", "--timeout", "3m"));
    all.addAll(List.of(more));
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
