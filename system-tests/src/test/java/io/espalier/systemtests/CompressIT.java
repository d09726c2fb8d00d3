package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained on MNIST, compressed, and run again, each by a process of its own. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class CompressIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void trainedModel_isCompressed_andIsWorthWhatTheReportSays() throws Exception {
    run("train", "--layers", "784,64,10", "--epochs", "1", "-o", "dense.tflite");

    String first =
        run(
            "compress",
            "dense.tflite",
            "--calibration",
            "mnist",
            "--method",
            "shapley-exact",
            "--sparsity",
            "0.8",
            "--refit",
            "--format",
            "json",
            "-o",
            "sparse.tflite");
    String again =
        run(
            "compress",
            "sparse.tflite",
            "--calibration",
            "mnist",
            "--precision",
            "int8",
            "--shrink",
            "--format",
            "json",
            "-o",
            "small.tflite");

    assertThat(figure(first, "before", "accuracy")).isGreaterThan(0.85);
    assertThat(figure(first, "after", "accuracy"))
        .isGreaterThan(figure(first, "before", "accuracy") - 0.1);
    assertThat(figure(again, "before", "accuracy"))
        .as("the written file, run again on the same samples")
        .isEqualTo(figure(first, "after", "accuracy"), within(1e-9));
    assertThat(figure(again, "after", "file_bytes"))
        .isEqualTo((double) Files.size(directory.resolve("small.tflite")))
        .isLessThan(figure(first, "before", "file_bytes") / 3);
    assertThat(run("inspect", "small.tflite")).contains("made by Espalier", "INT8");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    nodesMeasureIt_onSamplesThatAreBrought();
  }

  /** A run of the model that is there already, for a process and a network are dear. */
  private void nodesMeasureIt_onSamplesThatAreBrought() throws Exception {
    run("data", "export", "--train", "300", "--test", "500", "-o", "samples.npz");
    Specs.write(
        directory,
        """
        name: mine
        data: npz:samples.npz
        model: {file: dense.tflite}
        methods: [{name: refit, method: wanda, refit: true, shrink: true}]
        sparsities: [0.5]
        precisions: [fp32, int8-full]
        run: {threads: 1, warmup: 5, repeats: 20}
        """);
    run("experiment", "run", "spec.yaml", "--local-nodes", "1", "--output", "run");

    Results results = Results.of(directory.resolve("run"));
    assertThat(results.column("method")).containsExactly("dense", "dense", "refit", "refit");
    assertThat(results.column("status")).as("all by XNNPACK").containsOnly("ok");
    assertThat(results.column("total")).containsOnly("500");
    assertThat(results.rows()).allSatisfy(row -> assertThat(row.number("accuracy")).isPositive());
    assertThat(results.rows().get(1).number("accuracy"))
        .as("integers as good as floats")
        .isGreaterThan(0.8)
        .isCloseTo(results.rows().get(0).number("accuracy"), within(0.02));
  }

  @Test
  void ctrlC_leavesNothingBehind() throws Exception {
    run("train", "--layers", "784,64,10", "--epochs", "1", "-o", "dense.tflite");
    try (Espalier espalier =
        start(
            "finetune",
            "dense.tflite",
            "--data",
            "mnist",
            "--epochs",
            "1000",
            "-o",
            "tuned.tflite")) {
      await().atMost(LONG).until(() -> espalier.err().contains("epoch "));

      espalier.interrupt();

      assertThat(espalier.exitCode(Duration.ofSeconds(20))).as(espalier.err()).isEqualTo(130);
      assertThat(espalier.err()).contains("espalier: interrupted; nothing was written");
    }
    assertThat(directory.resolve("tuned.tflite")).doesNotExist();
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  private String run(String... arguments) throws Exception {
    try (Espalier espalier = start(arguments)) {
      espalier.succeed(LONG);
      return espalier.out();
    }
  }

  private Espalier start(String... arguments) throws Exception {
    return Espalier.start(directory, arguments);
  }

  /** A figure of the model before or after, from a report in JSON. */
  private static double figure(String json, String when, String name) {
    Matcher found =
        Pattern.compile("\"" + when + "\" : \\{[^}]*\"" + name + "\" : ([0-9.eE+-]+)")
            .matcher(json);
    assertThat(found.find()).as(name + " " + when + " in " + json).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
