package io.espalier.controller.dashboard;

import static org.awaitility.Awaitility.await;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.TestBroker;
import io.espalier.controller.access.Role;
import io.espalier.controller.access.Secret;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.FleetView;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.api.TokenView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ServerAccess;
import io.espalier.controller.files.DataDirectory;
import io.espalier.controller.store.Store;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A controller with something to see: nodes, models, rollouts that ended and one that goes on. */
final class Furnished implements AutoCloseable {
  static final int NODES = 24;

  /** The rollout that goes on: a node of its first wave takes its time. */
  static final String ADVANCING = "digits-smaller";

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int WIDTH = 16;

  private final TestBroker broker = new TestBroker();
  private final FleetWiring controller;
  private final ApiClient client;
  private final FakeFleet fleet;

  /** A controller without anything. */
  Furnished(Path directory) throws Exception {
    try (DataDirectory data = DataDirectory.open(directory);
        Store store = Store.open(data.database())) {
      FakeExperiment.named("vibration", 1).ofAnomalies().keep(store.experiments(), "done", 0.3, 0);
      FakeExperiment.named("mnist-paper", 3).keep(store.experiments(), "done", 1, 0);
      FakeExperiment.named("mnist-again", 2).keep(store.experiments(), "cancelled", 0.6, 25);
    }
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    controller =
        new FleetWiring(
            new FleetConfig(
                any, directory, broker.address(), any, new Topics(Topics.DEFAULT_PREFIX), 0, null));
    client = new ApiClient(address());
    fleet = new FakeFleet(broker.address());
  }

  /** Where the dashboard is. */
  String address() {
    return "http://127.0.0.1:" + controller.httpPort();
  }

  FakeFleet fleet() {
    return fleet;
  }

  /** Nodes connect, and have measured themselves once. */
  void furnish() throws Exception {
    for (int i = 1; i <= NODES; i++) {
      fleet.appear(i);
    }
    fleet.leave(5);
    await().atMost(LONG).until(() -> online() == NODES - 1);
    Digest first = model("digits-dense", 1, 0);
    Digest better = model("digits-shapley-0.92-int8", 2, 0.92);
    Digest worse = model("digits-magnitude-0.99-int8", 3, 0.99);
    fleet.isWorse(worse);
    Digest probe = probe();
    begin("digits-first", first, probe, "2s");
    awaitEnd("digits-first");
    begin("digits-too-small", worse, probe, "2s");
    awaitEnd("digits-too-small");
    fleet.isTakenUpBy(better, 2);
    begin(ADVANCING, better, probe, "1h");
    await().atMost(LONG).until(() -> fleet.running(better) == 2);
    measure(0.3);
  }

  /** Every node measures itself. */
  void measure(double load) {
    for (int i = 1; i <= NODES; i++) {
      if (i != 5) {
        fleet.measure(i, Math.max(0, Math.min(1, load + i % 5 / 20.0)));
      }
    }
  }

  /** Gives out the first token, an admin's; from then on the dashboard asks for one. */
  String firstToken(String name) throws Exception {
    return client
        .post("/tokens", new TokenView.Wanted(name, Role.ADMIN, null), TokenView.Made.class)
        .secret();
  }

  /** Gives out another, in the name of who has one. */
  String token(String name, Role role, String by) throws Exception {
    return new ApiClient(new ServerAccess(URI.create(address()), Secret.parse(by), null))
        .post("/tokens", new TokenView.Wanted(name, role, null), TokenView.Made.class)
        .secret();
  }

  /** The nodes as the fleet page is told of them. */
  FleetView nodes() throws Exception {
    return client.get("/fleet", Map.of(), FleetView.class);
  }

  /** A rollout as the controller tells of it. */
  RolloutView rollout(String name) throws Exception {
    return client.get("/rollouts/" + name, Map.of(), RolloutView.class);
  }

  @Override
  public void close() {
    fleet.close();
    controller.close();
    broker.close();
  }

  private long online() throws Exception {
    return nodes().nodes().stream().filter(FleetView.Row::online).count();
  }

  private void begin(String name, Digest model, Digest probe, String deadline) throws Exception {
    Map<String, Object> rollout = new TreeMap<>();
    rollout.put("name", name);
    rollout.put("model", model.hex());
    rollout.put("probe", probe.hex());
    rollout.put("to", "all");
    rollout.put("canary", "3");
    rollout.put("waves", List.of("50%", "100%"));
    rollout.put("minSamples", "200");
    rollout.put("probeSamples", "250");
    rollout.put("deadline", deadline);
    rollout.put("gates", Map.of("maxAccuracyDrop", "4%", "maxP99", "2ms", "maxRss", "200MiB"));
    client.post("/rollouts?who=ada", rollout, RolloutView.class);
  }

  private void awaitEnd(String name) {
    await().atMost(LONG).until(() -> rollout(name).stage().isFinal());
  }

  private Digest probe() throws Exception {
    Random random = new Random(7);
    float[] inputs = new float[1000 * WIDTH];
    int[] labels = new int[1000];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat();
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 10;
    }
    return upload("probe", "digits-probe", new ProbeSet(WIDTH, inputs, labels).encode());
  }

  private Digest model(String name, int seed, double sparsity) throws Exception {
    List<DenseLayer> layers =
        List.of(
            layer("hidden", WIDTH, 64, seed, sparsity, Activation.RELU),
            layer("middle", 64, 32, seed + 10, 0.8 * sparsity, Activation.RELU),
            layer("scores", 32, 10, seed + 20, 0.5 * sparsity, Activation.LINEAR));
    Provenance provenance =
        new Provenance(
            "0.1.0",
            "abc1234",
            new TreeMap<>(
                Map.of(
                    "data", "mnist", "method", "shapley", "seed", "0", "sparsity", "" + sparsity)));
    return upload("model", name, TfLiteWriter.write(new Mlp(layers), Precision.FP32, provenance));
  }

  private static DenseLayer layer(
      String name, int inputs, int outputs, long seed, double sparsity, Activation activation) {
    Random random = new Random(seed);
    float[] weights = new float[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextDouble() < sparsity ? 0 : (float) random.nextGaussian();
    }
    return new DenseLayer(name, inputs, outputs, weights, new float[outputs], activation);
  }

  private Digest upload(String kind, String name, byte[] content) throws Exception {
    return client
        .upload("/artifacts", Map.of("kind", kind, "name", name), content, ArtifactView.class)
        .digest();
  }
}
