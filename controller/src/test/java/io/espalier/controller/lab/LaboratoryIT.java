package io.espalier.controller.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.ExperimentsConfig;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.Program;
import io.espalier.controller.TestBroker;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.ComparisonView;
import io.espalier.controller.api.DeployableView;
import io.espalier.controller.api.ExperimentSummaryView;
import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.api.TrialView;
import io.espalier.controller.cli.Data;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.controller.comparison.Pair;
import io.espalier.controller.mlflow.MlflowDouble;
import io.espalier.controller.mlflow.MlflowRun;
import io.espalier.controller.trial.FakeNode;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.trial.TrialRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments of a controller as it is; its only node is told by the test what to measure. */
class LaboratoryIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

  @TempDir private Path directory;

  private TestBroker broker;
  private FakeNode node;
  private FleetWiring controller;

  @BeforeEach
  void start() throws Exception {
    Data.idx(directory.resolve("data"));
    broker = new TestBroker();
    node = new FakeNode(broker.address(), TOPICS, "pi-1");
    node.online(1);
    controller = up();
  }

  @AfterEach
  void stop() {
    controller.close();
    node.close();
    broker.close();
  }

  @Test
  void experiment_isMeasuredOnTheFleet_andItsModelsCanBeDeployed() throws Exception {
    assertThat(ask("one").state()).isIn(Phase.QUEUED, Phase.RUNNING);
    for (int i = 0; i < 4; i++) {
      node.complete(node.awaitRequest());
    }
    awaitState("one", Phase.DONE);

    ExperimentView view = view("one");
    assertThat(view.counts()).isEqualTo(new ExperimentView.Counts(4, 4, 0, 0));
    assertThat(view.trials())
        .extracting(TrialView::label)
        .containsExactly("dense-fp32", "dense-int8", "magnitude-0.5-fp32", "magnitude-0.5-int8");
    ExperimentSummaryView summary =
        client().get("/experiments/one/summary", Map.of(), ExperimentSummaryView.class);
    assertThat(summary.members()).hasSize(4).anyMatch(ExperimentSummaryView.Member::front);
    assertThat(
            client()
                .get("/experiments/one/compare/one", Map.of(), ComparisonView.class)
                .comparison()
                .pairs())
        .hasSize(4);

    DeployableView kept =
        client().post("/experiments/one/trials/4/artifact", Map.of(), DeployableView.class);
    TrialView last = Objects.requireNonNull(view.trials()).get(3);
    assertThat(Objects.requireNonNull(last.result()).digest()).isEqualTo(kept.model().hex());
    assertThat(client().get("/artifacts", Map.of(), ArtifactView.Several.class).artifacts())
        .extracting(ArtifactView::digest)
        .containsExactlyInAnyOrder(kept.model(), kept.head());
  }

  @Test
  void commands_compareExperiments_andDeployWhatATrialMeasured() throws Exception {
    ask("one");
    for (int i = 0; i < 4; i++) {
      node.complete(node.awaitRequest());
    }
    awaitState("one", Phase.DONE);

    assertThat(done("experiment", "trials", "one").lines())
        .hasSize(5)
        .anyMatch(line -> line.matches("4 +magnitude-0\\.5-int8 .*"));
    assertThat(done("experiment", "compare", "one", "one").lines())
        .hasSize(5)
        .anyMatch(line -> line.matches("magnitude-0\\.5-int8 +1, 1 .* → .*: 0 .*"));
    assertThat(done("experiment", "compare", "one:fp32", "one:int8", "-o", "json"))
        .contains(
            "\"pairs\"",
            "\"change\" : 0.0",
            "\"conclusion\" : \"Accuracy differs by 0 to 0 points over 2");
    assertThat(
            client()
                .get(
                    "/experiments/one/compare/one",
                    Map.of("first", "dense-int8", "second", "magnitude"),
                    ComparisonView.class)
                .comparison()
                .pairs())
        .extracting(Pair::label)
        .containsExactly("dense-int8 → magnitude-0.5-int8");
    bringToMlflow();
    String begun =
        done("experiment", "deploy", "one", "magnitude-0.5-int8", "--to", "all", "-o", "json");
    assertThat(begun).contains(Objects.requireNonNull(trial("one", 3).result()).digest());

    Program unknown = run("experiment", "deploy", "one", "magnitude-0.7-int8", "--to", "all");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err())
        .isEqualTo(
            "espalier: experiment one: expected a trial of 1 to 4 or its label,"
                + " found 'magnitude-0.7-int8'\n");
  }

  @Test
  void race_sparesWhatCanNoLongerWin_andItsWinnerIsPromoted() throws Exception {
    ask(spec("race") + "seeds: 5\nstrategy: race\nrace: {least: 2}\n", "race");
    for (int i = 0; i < 8; i++) {
      TrialRequest request = node.awaitRequest();
      node.complete(request, trialOf(request).endsWith("dense-int8") ? 990 : 900);
    }
    awaitState("race", Phase.DONE);

    assertThat(view("race").counts()).isEqualTo(new ExperimentView.Counts(20, 8, 12, 0));
    assertThat(Objects.requireNonNull(trial("race", 8).result()).reason())
        .startsWith("after 2 seeds: dense-int8 is better by 0.09000 (n 2, p ");
    assertThat(Objects.requireNonNull(trial("race", 9).result()).reason())
        .isEqualTo("after 2 seeds: it won");
    Program promoted = run("experiment", "promote", "race", "--to", "all", "-o", "json");
    assertThat(promoted.code()).as(promoted.err()).isZero();
    assertThat(promoted.err())
        .contains("dense-int8: accuracy 0.990000 ± 0.0 (n 2); deploys trial 2");
    assertThat(promoted.out()).contains(Objects.requireNonNull(trial("race", 1).result()).digest());
  }

  /** What was measured before is brought there after the run, which has nothing left to do. */
  private void bringToMlflow() throws Exception {
    Path file = Files.writeString(directory.resolve("one.yaml"), spec("one"));
    Path here = directory.resolve("here");
    try (MlflowDouble mlflow = new MlflowDouble()) {
      String address = mlflow.address().toString();
      done("experiment", "run", "" + file, "--output", "" + here, "--mlflow", address);
      assertThat(mlflow.runs()).extracting(MlflowRun::status).containsOnly("FINISHED").hasSize(4);
      assertThat(done("experiment", "export", "one", "--mlflow", address))
          .isEqualTo(address + ": 4 trials, 0 of them new\n");
    }
  }

  private TrialView trial(String id, int index) throws Exception {
    return Objects.requireNonNull(view(id).trials()).get(index);
  }

  private String done(String... words) {
    Program program = run(words);
    assertThat(program.code()).as(program.err()).isZero();
    return program.out();
  }

  private Program run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--server");
    all.add("http://127.0.0.1:" + controller.httpPort());
    return Program.run(all.toArray());
  }

  @Test
  void oneAtATimeIsRun_andBothThatRunsAndThatWaitsCanBeCancelled() throws Exception {
    ask("first");
    TrialRequest request = node.awaitRequest();
    ask("second");
    ask("third");
    assertThat(view("second").state()).isEqualTo(Phase.QUEUED);

    assertThat(cancel("second").state()).isEqualTo(Phase.CANCELLED);
    node.complete(request);
    node.awaitRequest();
    assertThat(cancel("first").state()).isEqualTo(Phase.CANCELLED);
    assertThat(view("first").reason()).isEqualTo("by ann");
    assertThat(view("first").counts().measured()).isEqualTo(1);
    refused(409, () -> cancel("first"));
    refused(404, () -> cancel("nobody"));

    assertThat(node.awaitRequest().id().value()).startsWith("third-");
    assertThat(client().get("/experiments", Map.of(), ExperimentView.Several.class).experiments())
        .extracting(ExperimentView::state)
        .containsExactlyInAnyOrder(Phase.CANCELLED, Phase.CANCELLED, Phase.RUNNING);
  }

  @Test
  void controllerThatComesBack_goesOnWithWhatIsMissing() throws Exception {
    ask("long");
    Set<String> asked = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      TrialRequest request = node.awaitRequest();
      asked.add(trialOf(request));
      node.complete(request);
    }
    Awaitility.await().until(() -> view("long").counts().measured() == 2);
    node.awaitRequest();
    controller.close();
    controller = up();

    for (int i = 0; i < 2; i++) {
      TrialRequest request = node.awaitRequest();
      assertThat(asked.add(trialOf(request))).as("measured twice: %s", request.id()).isTrue();
      node.complete(request);
    }
    awaitState("long", Phase.DONE);
  }

  @Test
  void whatCannotBeRun_isRefusedInOneLine() throws Exception {
    refused(400, () -> ask("name: [", "one"));
    refused(400, () -> ask(spec("one").replace("idx:idx", "idx:../../etc"), "one"));
    refused(400, () -> ask(spec("one").replace("idx:idx", "idx:nowhere"), "one"));
    refused(400, () -> ask(spec("one").replace("[4, 2, 4]", "[5, 2, 5]"), "one"));
    assertThat(client().get("/experiments", Map.of(), ExperimentView.Several.class).experiments())
        .isEmpty();
    ask("one");
    refused(409, () -> ask(spec("one").replace("epochs: 1", "epochs: 2"), "one"));
    refused(404, () -> client().post("/experiments/one/trials/9/artifact", Map.of(), Map.class));
    refused(404, () -> client().get("/experiments/two", Map.of(), ExperimentView.class));
    refused(400, () -> client().get("/experiments/..%2F..", Map.of(), ExperimentView.class));
  }

  private FleetWiring up() throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    FleetConfig usual =
        new FleetConfig(
            any, directory.resolve("controller"), broker.address(), any, TOPICS, 0, null);
    return new FleetWiring(usual.with(ExperimentsConfig.several(directory.resolve("data"))));
  }

  private ApiClient client() {
    return new ApiClient("http://127.0.0.1:" + controller.httpPort());
  }

  private ExperimentView ask(String name) throws Exception {
    return ask(spec(name), name);
  }

  private ExperimentView ask(String spec, String name) throws Exception {
    return client()
        .upload(
            "/experiments",
            Map.of("who", "ann", "source", name + ".yaml"),
            spec.getBytes(StandardCharsets.UTF_8),
            ExperimentView.class);
  }

  private ExperimentView cancel(String name) throws Exception {
    return client()
        .post("/experiments/" + name + "/cancel?who=ann", Map.of(), ExperimentView.class);
  }

  private ExperimentView view(String name) throws Exception {
    return client().get("/experiments/" + name, Map.of(), ExperimentView.class);
  }

  private void awaitState(String name, Phase phase) {
    Awaitility.await().until(() -> view(name).state() == phase);
  }

  private static void refused(int status, ThrowingCallable question) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(question)
        .satisfies(
            refusal -> {
              assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(status);
              assertThat(String.valueOf(refusal.getMessage()).lines()).hasSize(1);
            });
  }

  private static String trialOf(TrialRequest request) {
    return request.id().value().substring(request.id().value().indexOf('/'));
  }

  private static String spec(String name) {
    return """
    name: %s
    data: idx:idx
    model: {train: {layers: [4, 2, 4], epochs: 1}}
    svm: {samples: 100, on: code}
    methods: [magnitude]
    sparsities: [0.5]
    precisions: [fp32, int8]
    run: {threads: 1, warmup: 0, repeats: 10}
    """
        .formatted(name);
  }
}
