package io.espalier.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.TestBroker;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole controller with a broker and nodes that answer at once. */
class RolloutDriverIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
  private final List<FakeNode> nodes = new ArrayList<>();
  private TestBroker broker;
  private FleetWiring controller;
  private ApiClient client;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker();
    startController();
    for (int i = 0; i < 3; i++) {
      nodes.add(new FakeNode(new NodeId("pi-" + i), broker.address(), topics));
    }
    await()
        .atMost(LONG)
        .until(
            () ->
                client.get("/nodes", Map.of(), NodeView.Several.class).nodes().stream()
                        .filter(NodeView::online)
                        .count()
                    == 3);
  }

  @AfterEach
  void stop() {
    nodes.forEach(FakeNode::close);
    controller.close();
    broker.close();
  }

  @Test
  void goodModel_reachesEveryNodeAndTheAuditSaysHow() throws Exception {
    Digest model = upload(1);
    begin("good", model, null);

    RolloutView end = awaitEnd("good");

    assertThat(end.stage()).isEqualTo(Stage.DONE);
    assertThat(end.counts().updated()).isEqualTo(3);
    assertThat(nodes).allMatch(node -> model.equals(node.runs()));
    assertThat(
            client.get("/rollouts/good/audit", Map.of(), RolloutView.Audit.Several.class).entries())
        .extracting(RolloutView.Audit::what)
        .containsExactly("created", "wave 1 of 2", "wave 2 of 2", "done");
  }

  @Test
  void modelThatNodesCannotBear_haltsAndTheNodeIsAskedForTheOneBefore() throws Exception {
    Digest before = upload(1);
    begin("good", before, null);
    awaitEnd("good");
    Digest bad = upload(2);
    FakeNode.cannotBear(bad);
    begin("bad", bad, null);

    RolloutView end = awaitEnd("bad");

    assertThat(end.stage()).isEqualTo(Stage.HALTED);
    assertThat(end.counts().returned()).isEqualTo(1);
    assertThat(client.get("/nodes", Map.of(), NodeView.Several.class).nodes())
        .allMatch(node -> node.desired() != null && node.desired().model().equals(before));
  }

  @Test
  void controllerThatIsStartedAgain_goesOnWhereItWas() throws Exception {
    Digest model = upload(1);
    begin("slow", model, "30/min");
    await().atMost(LONG).until(() -> status("slow").counts().updated() > 0);

    controller.close();
    startController();
    RolloutView end = awaitEnd("slow");

    assertThat(end.stage()).isEqualTo(Stage.DONE);
    assertThat(end.counts().updated()).isEqualTo(3);
  }

  @Test
  void secondRolloutOfTheSameNodes_isRefused() throws Exception {
    Digest model = upload(1);
    begin("first", model, "1/min");

    assertThatThrownBy(() -> begin("second", model, null))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.status()).isEqualTo(409))
        .hasMessageContaining("rollout first is not done with it");
  }

  @Test
  void rollbackOfTheFirstRollout_asksForNothingAnyMore() throws Exception {
    begin("first", upload(1), null);
    awaitEnd("first");

    client.post("/rollouts/first/rollback?who=alice", Map.of(), RolloutView.class);

    assertThat(awaitEnd("first").stage()).isEqualTo(Stage.ROLLED_BACK);
    assertThat(client.get("/nodes", Map.of(), NodeView.Several.class).nodes())
        .allMatch(node -> node.desired() == null);
    assertThatThrownBy(
            () -> client.post("/rollouts/first/pause?who=alice", Map.of(), RolloutView.class))
        .hasMessage("rollout first: pause is not possible while it is rolled_back");
  }

  @Test
  void rolloutOfNothingOrToNobody_isRefused() throws Exception {
    assertThatThrownBy(() -> begin("nothing", Digest.of(new byte[] {1}), null))
        .hasMessageContaining("expected an artifact of that kind, found none");
    assertThatThrownBy(
            () ->
                client.post(
                    "/rollouts",
                    Map.of("model", upload(1).hex(), "to", "group=nobody"),
                    RolloutView.class))
        .hasMessage("selector 'group=nobody': expected nodes, found none");
  }

  private void startController() throws Exception {
    controller =
        new FleetWiring(
            new FleetConfig(
                new FleetConfig.Address("127.0.0.1", 0),
                directory,
                broker.address(),
                new FleetConfig.Address("127.0.0.1", 0),
                topics,
                0,
                null));
    client = new ApiClient("http://127.0.0.1:" + controller.httpPort());
  }

  private void begin(String name, Digest model, @Nullable String rate) throws Exception {
    Map<String, Object> rollout =
        new TreeMap<>(Map.of("name", name, "model", model.hex(), "to", "all", "canary", "1"));
    rollout.put("waves", List.of("100%"));
    if (rate != null) {
      rollout.put("rate", rate);
    }
    client.post("/rollouts?who=alice", rollout, RolloutView.class);
  }

  private RolloutView status(String name) throws Exception {
    return client.get("/rollouts/" + name, Map.of(), RolloutView.class);
  }

  private RolloutView awaitEnd(String name) throws Exception {
    await().atMost(LONG).until(() -> status(name).stage().isFinal());
    return status(name);
  }

  private Digest upload(int seed) throws Exception {
    float[] weights = {seed, 1, 0.5f, -1};
    byte[] file =
        TfLiteWriter.write(
            new Mlp(List.of(new DenseLayer("out", 2, 2, weights, new float[2], Activation.LINEAR))),
            Precision.FP32,
            new Provenance("1.2.3", "abc1234", new TreeMap<>()));
    return client
        .upload("/artifacts", Map.of("kind", "model", "name", "m" + seed), file, ArtifactView.class)
        .digest();
  }
}
