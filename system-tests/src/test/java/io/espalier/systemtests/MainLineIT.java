package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The main job, on all of MNIST, with the broker inside and two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class MainLineIT {
  private static final Duration A_RUN = Duration.ofMinutes(5);

  /** As DESIGN promises them to whoever reads the file, in this order. */
  private static final List<String> COLUMNS =
      List.of(
          "seed",
          "method",
          "sparsity",
          "sparsity_reached",
          "precision",
          "node",
          "hardware",
          "status",
          "accuracy",
          "correct",
          "total",
          "latency_p50_us",
          "latency_p90_us",
          "latency_p99_us",
          "cpu_percent",
          "rss_bytes",
          "model_bytes",
          "wire_bytes",
          "operators_delegated",
          "operators_total",
          "digest");

  private Path spec;
  private Path output;
  private String table;

  @BeforeAll
  void run(@TempDir Path directory) throws Exception {
    spec = Specs.write(directory, Specs.MNIST);
    output = directory.resolve("first");
    try (Espalier espalier = Espalier.experiment(spec, output)) {
      espalier.succeed(A_RUN);
      table = espalier.out();
    }
  }

  @Test
  void everyTrial_ranAllTestImagesThroughXnnpack() throws IOException {
    Results results = Results.of(output);

    assertThat(results.rows()).hasSize(Specs.TRIALS);
    assertThat(results.column("status")).containsOnly("ok");
    assertThat(results.column("total")).containsOnly("10000");
    assertThat(results.rows())
        .allSatisfy(
            row ->
                assertThat(row.number("operators_delegated"))
                    .isEqualTo(row.number("operators_total"))
                    .isPositive());
  }

  @Test
  void figures_agreeWithEachOther() throws IOException {
    for (Results.Row row : Results.of(output).rows()) {
      assertThat(row.number("accuracy")).isEqualTo(row.number("correct") / 10_000);
      assertThat(row.number("latency_p50_us")).isPositive();
      assertThat(row.number("latency_p90_us"))
          .isBetween(row.number("latency_p50_us"), row.number("latency_p99_us"));
      assertThat(row.number("wire_bytes"))
          .as("the model, coded, and its manifest")
          .isBetween(1.0, row.number("model_bytes") * (row.number("sparsity") > 0.8 ? 0.5 : 1.1));
      assertThat(row.number("rss_bytes")).isPositive();
      assertThat(row.text("digest")).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void quantisedModels_areSmallerAndAlmostAsGood() throws IOException {
    List<Results.Row> rows = Results.of(output).rows();
    for (Results.Row single : rows) {
      for (Results.Row other : rows) {
        if (isQuantisedFrom(single, other)) {
          assertThat(other.number("accuracy")).isCloseTo(single.number("accuracy"), within(0.02));
          assertThat(other.number("model_bytes")).isLessThan(single.number("model_bytes"));
        }
      }
    }
  }

  @Test
  void results_startWithThePromisedColumns() throws IOException {
    assertThat(Results.of(output).columns()).startsWith(COLUMNS.toArray(String[]::new));
    assertThat(Results.read(output.resolve("summary.csv")).rows()).hasSize(Specs.TRIALS);
  }

  @Test
  void bothNodes_didTheirShare() throws IOException {
    assertThat(Results.of(output).column("node")).contains("local-1", "local-2");
  }

  @Test
  void report_isOneFileThatNeedsNoOther() throws IOException {
    String report = Files.readString(output.resolve("report.html"));

    assertThat(report).contains("<svg", "shapley", "magnitude");
    assertThat(report).doesNotContain("src=\"http", "href=\"http", "@import", "<link");
    assertThat(output.resolve("spec.yaml")).exists();
    assertThat(output.resolve("plots/accuracy-against-bytes.svg")).exists();
  }

  @Test
  void table_isOnStandardOutput() {
    assertThat(table.lines().filter(line -> line.contains("shapley")).toList()).isNotEmpty();
    assertThat(table).contains("magnitude", "INT8");
  }

  @Test
  void secondStart_hasNothingToDo() throws Exception {
    String before = Files.readString(output.resolve("results.csv"));

    try (Espalier again = Espalier.experiment(spec, output)) {
      again.succeed(A_RUN);
      assertThat(again.out()).isEqualTo(table);
    }

    assertThat(output.resolve("results.csv")).content().isEqualTo(before);
  }

  @Test
  void sameSeed_givesTheSameFilesAgain(@TempDir Path other) throws Exception {
    Path second = other.resolve("second");

    try (Espalier espalier = Espalier.experiment(spec, second)) {
      espalier.succeed(A_RUN);
    }

    Results first = Results.of(output);
    assertThat(Results.of(second).column("digest")).isEqualTo(first.column("digest"));
    assertThat(Results.of(second).column("correct")).isEqualTo(first.column("correct"));
  }

  private static boolean isQuantisedFrom(Results.Row single, Results.Row other) {
    return single.text("precision").equals("fp32")
        && !other.text("precision").equals("fp32")
        && other.text("method").equals(single.text("method"))
        && other.text("sparsity").equals(single.text("sparsity"));
  }
}
