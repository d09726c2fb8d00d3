package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.Allocation;
import io.espalier.compressor.CompressionRequest;
import io.espalier.compressor.HeadInput;
import io.espalier.compressor.HeadRecipe;
import io.espalier.compressor.PruningRecipe;
import io.espalier.compressor.Quantisation;
import io.espalier.compressor.Repair;
import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.Tuning;
import io.espalier.compressor.head.GammaRule;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.score.Method;
import io.espalier.controller.objective.Objective;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.trial.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  private static final String LEAST = "name: small\nmodel: {train: {layers: [4, 2, 4]}}\n";

  @TempDir Path folder;

  @Test
  void leastSpec_hasTheDefaultsOfThePaper() throws Exception {
    assertThat(read(LEAST))
        .isEqualTo(
            new ExperimentSpec(
                "small",
                List.of(0L),
                "mnist",
                List.of(),
                new ModelSource.Trained(TrainingGoal.RECONSTRUCTION, List.of(4, 2, 4), 20),
                HeadRecipe.USUAL,
                null,
                Specs.OF_PAPER,
                List.of(0.83, 0.88, 0.92, 0.95),
                List.of(Precision.FP32, Precision.FP16, Precision.INT8),
                List.of(),
                new RunOptions(1, 50, 1000),
                null));
  }

  @Test
  void fullSpec_meansWhatItSays() throws Exception {
    ExperimentSpec spec =
        read(
            """
            name: full
            seeds: [7, 3, 5]
            data: idx:some/folder
            model:
              train: {layers: [9, 3, 9], epochs: 2}
            head: rbf-svm
            svm: {samples: 50, c: 1, gamma: raw, on: code}
            methods: [magnitude]
            sparsities: [0.9, 0, 0.5]
            precisions: [int8]
            nodes: [pi-1, "7"]
            run: {threads: 2, warmup: 0, repeats: 5}
            strategy: race
            race: {objective: 'max accuracy s.t. p99 < 5ms, bytes < 64k', error: 0.1, least: 2}
            """);
    assertThat(spec)
        .isEqualTo(
            new ExperimentSpec(
                "full",
                List.of(7L, 3L, 5L),
                "idx:some/folder",
                List.of(),
                new ModelSource.Trained(TrainingGoal.RECONSTRUCTION, List.of(9, 3, 9), 2),
                new HeadRecipe(50, 1, GammaRule.RAW, HeadInput.CODE),
                null,
                List.of(PruningRecipe.plain(Method.MAGNITUDE)),
                List.of(0.5, 0.9),
                List.of(Precision.INT8),
                List.of(new NodeId("pi-1"), new NodeId("7")),
                new RunOptions(2, 0, 5),
                new RaceRules(
                    Objective.parse("max accuracy s.t. p99 < 5ms, bytes < 64k"), 0.1, 2)));
    assertThat(spec.trials()).isEqualTo(3 * (1 + 2));
  }

  @Test
  void race_goesByTheMetric_whereItSaysNothingElse() throws Exception {
    String race = "seeds: 5\nstrategy: race\n";
    assertThat(objective(race)).isEqualTo("max accuracy");
    assertThat(objective(race + "head: none\nmetric: mae\n")).isEqualTo("min mae");
    assertThat(objective(race + "normal: [1]\n")).isEqualTo("max auc");
  }

  private String objective(String more) throws Exception {
    return String.valueOf(Objects.requireNonNull(read(LEAST + more).race()).objective());
  }

  @Test
  void numberOfSeeds_countsFromZero() throws Exception {
    assertThat(read(LEAST + "seeds: 3\n").seeds()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void noSparsityButZero_asksForTheBaselineAlone() throws Exception {
    ExperimentSpec spec = read(LEAST + "sparsities: [0]\n");
    assertThat(spec.methods()).isEmpty();
    assertThat(spec.trials()).isEqualTo(3);
  }

  @Test
  void methodWithOptions_saysWhatCompressWouldBeTold() throws Exception {
    PruningRecipe recipe =
        read(LEAST
                + """
                    methods:
                      - name: steps
                        method: fisher
                        budget: global
                        bias-correction: true
                        gradual: true
                        shrink: true
                        calibrate: percentile
                        samples: 500
                    """)
            .methods()
            .get(0);
    assertThat(recipe.name()).isEqualTo("steps");
    assertThat(recipe.samples()).isEqualTo(500);
    assertThat(recipe.request())
        .isEqualTo(
            CompressionRequest.prune(Method.FISHER, Sparsity.NONE)
                .with(Allocation.GLOBAL)
                .with(Repair.BIAS)
                .with(new Tuning(true, 2))
                .with(
                    new Quantisation(
                        Precision.FP32,
                        Converter.CURRENT,
                        WeightRounding.NEAREST,
                        Calibration.PERCENTILE))
                .shrunk());
  }

  @Test
  void plainMethod_isTheSameHoweverItIsSaid() throws Exception {
    String said = "methods: [shapley, {method: magnitude}, {name: lmg, method: lmg}]\n";
    ExperimentSpec spec = read(LEAST + said);
    assertThat(spec.methods())
        .containsExactly(
            PruningRecipe.plain(Method.SHAPLEY),
            PruningRecipe.plain(Method.MAGNITUDE),
            PruningRecipe.plain(Method.LMG));
    assertThat(SpecReader.write(spec)).contains("- shapley\n- magnitude\n- lmg\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model: {train: {goal: classification, layers: [4, 3]}}",
        "model: {file: model.tflite}",
        "model: {train: {layers: [4, 2, 4]}}\nmetric: mse",
        "model: {train: {layers: [4, 2, 4]}}\nnormal: [3]",
        "model: {train: {layers: [4, 2, 4]}}\nhead: none"
      })
  void modelThatIsJudgedItself_hasNoHead(String model) throws Exception {
    assertThat(read("name: small\n" + model + "\n").svm()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist-quick", "mnist-paper", "mnist-race"})
  void example_isReadAndNamedAsItsFile(String name) throws Exception {
    ExperimentSpec spec = SpecReader.read(Path.of("../examples", name + ".yaml"));
    assertThat(spec.name()).isEqualTo(name);
    assertThat(spec.trials()).isEqualTo(27 * spec.seeds().size());
    assertThat(spec.nodes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist-beyond", "lenet300", "anomaly", "own-model"})
  void exampleBeyondThePaper_isReadAndNamedAsItsFile(String name) throws Exception {
    ExperimentSpec spec = SpecReader.read(Path.of("../examples", name + ".yaml"));
    assertThat(spec.name()).isEqualTo(name);
    assertThat(spec.svm() == null).isEqualTo(!name.equals("mnist-beyond"));
    assertThat(read(SpecReader.write(spec))).isEqualTo(spec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seeds: 12\n",
        "seeds: [9223372036854775807, 0]\n",
        "sparsities: [0]\n",
        "sparsities: [0.123456789, 1.0e-7]\n",
        "data: 'idx:a folder: with # signs'\n",
        "data: idx:42\n",
        "nodes: ['007', '1.10', 'true', 'null', '0x1f', '1e3', 'y']\n",
        "svm: {c: 0.1}\n",
        "methods: [forward-selection, {name: '1.5', method: shapley, refit: true}]\n",
        "methods: [{name: g, method: fisher, bias-correction: true, gradual: true, shrink: true}]\n",
        "methods: [{method: lmg, budget: sensitivity, calibrate: mse, round: least-error}]\n",
        "methods: [{method: magnitude, finetune-epochs: 3, samples: 60000, converter: '2.3'}]\n",
        "methods: [{method: random, allow-unreachable: true}]\n",
        "precisions: [int8-full]\n",
        "normal: [0, 1]\n",
        "metric: mae\n",
        "head: none\n",
        "model: {train: {goal: classification, layers: [4, 3]}}\n",
        "model: {file: 'a model.tflite'}\ndata: npz:a.npz\nmetric: auc\n",
        "seeds: 5\nstrategy: race\n",
        "seeds: 5\nstrategy: race\nhead: none\nmetric: mae\n",
        "seeds: 5\nstrategy: race\nrace: {objective: min p99 s.t. accuracy > 97.5%}\n"
      })
  void writtenSpec_readsBackEqual(String more) throws Exception {
    String model = more.contains("model:") ? "name: small\n" : LEAST;
    ExperimentSpec spec = read(model + more);
    assertThat(read(SpecReader.write(spec))).isEqualTo(spec);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026", "1.10", "true", "null", "1e3", "007"})
  void nameThatLooksLikeSomethingElse_readsBackEqual(String name) throws Exception {
    ExperimentSpec spec = read(LEAST.replace("small", "'" + name + "'"));
    assertThat(spec.name()).isEqualTo(name);
    assertThat(read(SpecReader.write(spec))).isEqualTo(spec);
  }

  private ExperimentSpec read(String yaml) throws SpecException, IOException {
    return SpecReader.read(Files.writeString(folder.resolve("spec.yaml"), yaml));
  }
}
