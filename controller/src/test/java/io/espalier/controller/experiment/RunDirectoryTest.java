package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compressor.RefusedException;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  private static final ExperimentSpec SPEC = Specs.withSeeds(0L, 1L);
  private static final Digest DATA = Digest.of(new byte[] {1});
  private static final List<Trial> TRIALS = Trial.all(SPEC);

  @TempDir Path folder;
  private Path root;
  private Path results;

  @BeforeEach
  void nameTheFiles() {
    root = folder.resolve("runs/small");
    results = root.resolve("results.csv");
  }

  @Test
  void newDirectory_isMadeAndHoldsTheSpecAsResolved() throws Exception {
    try (RunDirectory directory = RunDirectory.open(root, SPEC, DATA)) {
      assertThat(directory.rows()).isEmpty();
      assertThat(directory.missing(0)).isEqualTo(TRIALS.subList(0, 10));
      assertThat(directory.missing(1)).isEqualTo(TRIALS.subList(10, 20));
      assertThat(SpecReader.read(root.resolve("spec.yaml"))).isEqualTo(SPEC);
    }
  }

  @Test
  void header_beginsWithTheColumnsOfTheDesign() throws Exception {
    store(Rows.measured(TRIALS.get(0), 9_600, 20));
    assertThat(Files.readAllLines(results).get(0))
        .startsWith(
            "seed,method,sparsity,sparsity_reached,precision,node,hardware,status,accuracy,correct,"
                + "total,latency_p50_us,latency_p90_us,latency_p99_us,cpu_percent,rss_bytes,"
                + "model_bytes,wire_bytes,operators_delegated,operators_total,digest");
  }

  @Test
  void rowsOfOtherFigures_areReadBack_withoutAccuracy() throws Exception {
    TrialRow judged = Rows.judged(TRIALS.get(0), 0.25, 1e-7, 0.875);
    store(judged);
    assertThat(Files.readAllLines(results).get(1))
        .contains(",ok,,,10000,")
        .endsWith(",0.25,1.0E-7,0.875,");
    assertThat(RunDirectory.rowsOf(root)).containsExactly(judged);
  }

  @Test
  void row_isWrittenPlainly() throws Exception {
    store(Rows.measured(TRIALS.get(3), 9_600, 20));
    assertThat(Files.readAllLines(results).get(1))
        .startsWith(
            "0,shapley,0.5,0.5,int8,pi-1,\"Raspberry Pi 4, \"\"Model B\"\"\",ok,0.96,9600,10000,"
                + "20.0,30.0,40.0,99.5,50000000,457520,460000,3,3,");
  }

  @Test
  void resultsFromBeforeBoardsWereAsked_orOutputsJudgedInOtherWays_areRead() throws Exception {
    TrialRow failed = Rows.failed(TRIALS.get(4), "too hot");
    store(Rows.measured(TRIALS.get(3), 9_600, 20), failed);
    List<String> lines = Files.readAllLines(results);
    String newer =
        ",temperature_celsius,cpu_megahertz,cpu_max_megahertz,governor,throttled"
            + ",mse,mae,auc,classes";
    assertThat(lines.get(0)).endsWith(newer);
    Files.write(
        results,
        List.of(
            lines.get(0).replace(newer, ""),
            lines.get(1).replace(",51.5,600,1500,ondemand,no,,,,0:4800/5000 1:4800/5000", ""),
            lines.get(2).replaceFirst(",{9}$", "")));
    assertThat(RunDirectory.rowsOf(root).get(0))
        .returns(9_600, TrialRow::correct)
        .returns(null, TrialRow::temperatureCelsius)
        .returns(null, TrialRow::throttled)
        .returns(null, TrialRow::classes)
        .returns(null, TrialRow::auc);
    assertThat(RunDirectory.rowsOf(root).get(1)).isEqualTo(failed);
  }

  @Test
  void storedRows_areThereAgain_inTheOrderOfTheSpec_howeverTheyCame() throws Exception {
    List<TrialRow> rows =
        TRIALS.stream().map(trial -> Rows.measured(trial, 9_000, trial.seed() + 0.1)).toList();
    List<TrialRow> shuffled = new java.util.ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(5));
    store(shuffled.toArray(TrialRow[]::new));
    try (RunDirectory directory = RunDirectory.open(root, SPEC, DATA)) {
      assertThat(directory.rows()).isEqualTo(rows);
      assertThat(directory.missing(0)).isEmpty();
      assertThat(directory.missing(1)).isEmpty();
    }
    assertThat(RunDirectory.rowsOf(root)).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a, b and \"c\"", "two\nlines", "ärger µs", " spaces ", "#1"})
  void reasonOfAFailure_comesBackAsItWas(String reason) throws Exception {
    TrialRow row = Rows.failed(TRIALS.get(4), reason);
    store(row);
    assertThat(RunDirectory.rowsOf(root)).containsExactly(row);
  }

  @Test
  void failedTrials_areMissingStill_andReplacedWhenTheyAreMeasured() throws Exception {
    Trial trial = TRIALS.get(2);
    store(Rows.failed(trial, "too hot"), Rows.notDelegated(TRIALS.get(0)));
    try (RunDirectory directory = RunDirectory.open(root, SPEC, DATA)) {
      assertThat(directory.missing(0)).contains(trial).doesNotContain(TRIALS.get(0)).hasSize(9);
      directory.store(Rows.measured(trial, 9_000, 20));
      assertThat(directory.missing(0)).doesNotContain(trial);
      assertThat(directory.rows()).hasSize(2).allMatch(TrialRow::isMeasured);
    }
  }

  @Test
  void directoryOfAnotherSpec_isRefusedAndLeftAlone() throws Exception {
    store(Rows.measured(TRIALS.get(0), 9_000, 20));
    String before = Files.readString(root.resolve("spec.yaml"));
    refused(Specs.withSeeds(0L), root.resolve("spec.yaml") + ": expected the spec of this run");
    assertThat(Files.readString(root.resolve("spec.yaml"))).isEqualTo(before);
    RunDirectory.open(root, SPEC, DATA).close();
  }

  @Test
  void directoryOfOtherData_isRefused_whateverItIsCalled() throws Exception {
    store(Rows.measured(TRIALS.get(0), 9_000, 20));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> RunDirectory.open(root, SPEC, Digest.of(new byte[] {2})))
        .withMessage(
            root.resolve("data.sha256")
                + ": expected the data of this run, found another; choose another --output");
    RunDirectory.open(root, SPEC, DATA).close();
  }

  @Test
  void directoryInUse_isRefusedUntilItIsClosed() throws Exception {
    try (RunDirectory directory = RunDirectory.open(root, SPEC, DATA)) {
      assertThat(directory.root()).isEqualTo(root);
      refused(SPEC, root + ": expected a free directory");
    }
    RunDirectory.open(root, SPEC, DATA).close();
  }

  @Test
  void fileInPlaceOfTheDirectory_isRefused() throws Exception {
    Files.createDirectories(root.getParent());
    Files.writeString(root, "a file");
    refused(SPEC, root + ": expected a directory, found a file");
  }

  @Test
  void resultsOfANewerBuild_mayHaveMoreColumns() throws Exception {
    TrialRow row = Rows.measured(TRIALS.get(0), 9_000, 20);
    store(row);
    List<String> lines = Files.readAllLines(results);
    Files.write(results, List.of("joules," + lines.get(0), "0.5," + lines.get(1)));
    assertThat(RunDirectory.rowsOf(root)).containsExactly(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one,shapley,0.5,0.5,int8",
        "0,shapley,half,0.5,int8",
        "0,shapley,0.5,0.5,int4",
        "0,shapley,0.5,0.5,int8,pi,board,perhaps",
        "0,shapley,0.5,0.5,int8,pi,board,ok",
        "0,shapley,0.5",
        ",shapley,0.5,0.5,int8,,,failed",
        "hello"
      })
  void damagedRow_isRefusedWithFileAndLine(String damaged) throws Exception {
    store(Rows.measured(TRIALS.get(0), 9_000, 20));
    Files.writeString(results, Files.readString(results) + damaged + "\n");
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> RunDirectory.rowsOf(root))
        .withMessageStartingWith(results + ":3: expected rows of results")
        .withMessageNotContaining("\n");
    refused(SPEC, results + ":3: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>\n<body>\n", "seed,method\n0,shapley\n"})
  void fileOfSomethingElse_isRefused(String text) throws Exception {
    Files.createDirectories(root);
    Files.writeString(results, text);
    refused(SPEC, results + ":");
  }

  @Test
  void directoryWithoutResults_hasNothingToShow() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> RunDirectory.rowsOf(root))
        .withMessage(results + ": expected the results of a run, found no such file");
  }

  private void store(TrialRow... rows) throws IOException, RefusedException {
    try (RunDirectory directory = RunDirectory.open(root, SPEC, DATA)) {
      for (TrialRow row : rows) {
        directory.store(row);
      }
    }
  }

  /** Also: a refused directory is not left locked. */
  private void refused(ExperimentSpec spec, String message) {
    for (int time = 0; time < 2; time++) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> RunDirectory.open(root, spec, DATA))
          .withMessageStartingWith(message)
          .withMessageNotContaining("\n");
    }
  }
}
