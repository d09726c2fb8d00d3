package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.bench.Benchmark;
import io.espalier.compressor.bench.BenchmarkOptions;
import io.espalier.compressor.bench.CompressorBenchmarks;
import io.espalier.compressor.bench.Figure;
import io.espalier.controller.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCompressorCommandTest {
  private static final List<Figure> FIGURES =
      List.of(
          Figure.of("a/time", 0.31234, "s").above(0.25).atMost(2),
          Figure.of("a/accuracy", 0.9, "1").atLeast(0.95),
          Figure.of("a/bytes", 123_456, "bytes"));

  @Test
  void table_holdsEachFigureAgainstItsFloorAndItsGoal() {
    assertThat(FigureRow.table(FIGURES))
        .isEqualTo(
            """
            figure        value   unit  floor   ratio     goal
            a/time        0.312      s  0.250  1.25 ×   ≤ 2.00   holds
            a/accuracy    0.900      1                 ≥ 0.950  missed
            a/bytes     123,456  bytes""");
  }

  @Test
  void json_leavesOutWhatDoesNotApply() throws Exception {
    assertThat(Json.of(FigureRow.of(FIGURES)).replaceAll("\\s", ""))
        .isEqualTo(
            ("[{'name':'a/time','value':0.31234,'unit':'s','floor':0.25,'ratio':1.24936,"
                    + "'goal':{'bound':'at_most','limit':2.0},'holds':true},"
                    + "{'name':'a/accuracy','value':0.9,'unit':'1',"
                    + "'goal':{'bound':'at_least','limit':0.95},'holds':false},"
                    + "{'name':'a/bytes','value':123456.0,'unit':'bytes'}]")
                .replace('\'', '"'));
  }

  @Test
  void names_areListedAndDistinct() {
    List<String> names =
        CompressorBenchmarks.all(BenchmarkOptions.USUAL).stream().map(Benchmark::name).toList();
    assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    assertThat(Program.run("bench", "compressor", "--list").out().lines().toList())
        .isEqualTo(names);
  }

  @Test
  void unknownName_isRefusedWithThoseThatAre() {
    Program program = Program.run("bench", "compressor", "--only", "nonsense");
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("--only: expected some of [", "found 'nonsense'");
    assertThat(program.err().lines()).hasSize(1);
  }

  @Test
  void noSeeds_areRefused() {
    Program program = Program.run("bench", "compressor", "--seeds", "0");
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("--seeds: expected at least 1, found 0");
  }

  @Test
  void machine_isDescribedFromKeysAndValues(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("info"), "x: 1\nmodel name\t: A \"CPU\"\nmodel name: B\n");
    assertThat(Machine.value(file, "model name", "none")).isEqualTo("A CPU");
    assertThat(Machine.value(file, "absent", "none")).isEqualTo("none");
    assertThat(Machine.value(folder.resolve("nowhere"), "x", "none")).isEqualTo("none");
    assertThat(Machine.describe()).contains(" cores, ", "JDK " + Runtime.version().feature());
  }
}
