package io.espalier.controller.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.controller.Program;
import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.mlflow.MlflowDouble;
import io.espalier.shared.artifact.Precision;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of results, compared and brought elsewhere, with no controller about. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class ExperimentFilesTest {
  @TempDir private Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void write() throws Exception {
    before = run("before", 0);
    after = run("after", 120);
  }

  @Test
  void compare_tellsWhatIsMoreThanChance() {
    Program program = Program.run("experiment", "compare", before, after);

    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out().lines())
        .hasSize(3)
        .anyMatch(
            line ->
                line.matches(
                    "shapley-0\\.9-fp32 +5, 5 +92\\.01 → 93\\.21: \\+1\\.20 \\(.* to .*\\), p <"
                        + " 0\\.001 .*"));
    assertThat(program.err())
        .startsWith(
            "In accuracy, %s is better than %s in 2 of 2 variants".formatted(after, before));
  }

  @Test
  void compare_takesPartsOfOneRun() throws Exception {
    Program program =
        Program.run("experiment", "compare", before + ":fp32", before + ":int8", "-o", "json");

    JsonNode json = new JsonMapper().readTree(program.out());
    assertThat(json.at("/comparison/pairs")).hasSize(1);
    assertThat(json.at("/conclusion").textValue())
        .startsWith("shapley-0.9-fp32 → shapley-0.9-int8, on 5 seeds: no difference in accuracy");
    assertThat(program.err()).isEmpty();
  }

  @Test
  void compare_writesCsvForSpreadsheets_andAPageForPeople() throws Exception {
    Path page = folder.resolve("page.html");
    Program program =
        Program.run("experiment", "compare", before, after, "-o", "csv", "--html", page);

    List<String> lines = program.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "first,second,metric,first_n,second_n,first_mean,second_mean,change,test,low,high,p_holm");
    assertThat(lines.get(1))
        .startsWith("shapley-0.9-fp32,shapley-0.9-fp32,accuracy,5,5,0.92014,0.93214")
        .contains(",paired,0.01");
    assertThat(Files.readString(page)).contains("<svg", "In words", "is better by 1.20 points");
  }

  @Test
  void compare_saysWhatIsNotThere() {
    assertThat(Program.run("experiment", "compare", before + ":fp16", after))
        .isEqualTo(
            new Program(
                3,
                "",
                "espalier: %s:fp16: expected variants that were measured, found none of that name\n"
                    .formatted(before)));
    assertThat(Program.run("experiment", "compare", before + ":-", after).code()).isEqualTo(2);
    assertThat(Program.run("experiment", "compare", folder.resolve("none"), after).code())
        .isEqualTo(3);
  }

  @Test
  void show_headsItsTableByTheMetricOfTheSpec() throws Exception {
    Path run = Files.createDirectories(folder.resolve("errors"));
    Trial trial = new Trial(0, Trial.DENSE, 0, Precision.FP32);
    Files.writeString(
        run.resolve(RunDirectory.RESULTS),
        RunDirectory.csv(List.of(Rows.judged(trial, 0.25, 0.5, null))));
    assertThat(Program.run("experiment", "show", run).out()).startsWith("MSE");
    Files.writeString(
        run.resolve("spec.yaml"),
        "{name: errors, model: {train: {layers: [4, 2, 4]}}, head: none, metric: mae}");
    assertThat(Program.run("experiment", "show", run).out()).startsWith("MAE");
  }

  @Test
  void export_bringsATableAndRuns_twiceTheSame() throws Exception {
    Path csv = folder.resolve("out.csv");
    Path parquet = folder.resolve("out.parquet");
    try (MlflowDouble server = new MlflowDouble()) {
      Object[] command = {
        "experiment",
        "export",
        after,
        "--csv",
        csv,
        "--parquet",
        parquet,
        "--mlflow",
        server.address()
      };
      Program first = Program.run(command);
      Program again = Program.run(command);

      assertThat(first.code()).as(first.err()).isZero();
      assertThat(first.out())
          .isEqualTo(
              "%s: 10 trials\n%s: 10 trials\n%s: 10 trials, 10 of them new\n"
                  .formatted(csv, parquet, server.address()));
      assertThat(again.out()).endsWith("10 trials, 0 of them new\n");
      assertThat(server.runs()).hasSize(10);
      assertThat(server.experiments()).containsExactly("after");
      assertThat(csv).hasSameTextualContentAs(after.resolve(RunDirectory.RESULTS));
      assertThat(Files.readAllBytes(parquet)).startsWith("PAR1".getBytes(UTF_8));
    }
  }

  @Test
  void export_saysInOneLineWhatWentWrong() throws Exception {
    URI away;
    try (MlflowDouble server = new MlflowDouble()) {
      away = server.address();
    }
    Program gone = Program.run("experiment", "export", after, "--mlflow", away);
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.err())
        .startsWith("espalier: %s: expected an MLflow server, found none: ".formatted(away))
        .hasLineCount(1);

    Program nowhere = Program.run("experiment", "export", after);
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("expected at least one of --mlflow, --parquet and --csv");

    Program local = Program.run("experiment", "export", after, "--mlflow", "file:mlruns");
    assertThat(local.code()).isEqualTo(2);
    assertThat(local.err()).contains("--mlflow: expected the address of a tracking server");
  }

  private Path run(String name, int better) throws Exception {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
        int noise = precision == Precision.INT8 ? 4 * (seed - 2) : 0;
        int correct = 9_000 + 100 * seed + noise + better + seed % 2;
        rows.add(Rows.measured(new Trial(seed, "shapley", 0.9, precision), correct + 1, 20));
      }
    }
    Path directory = Files.createDirectories(folder.resolve(name));
    Files.writeString(directory.resolve(RunDirectory.RESULTS), RunDirectory.csv(rows));
    return directory;
  }
}
