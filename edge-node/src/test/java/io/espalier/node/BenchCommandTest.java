package io.espalier.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.bench.BenchFigures;
import io.espalier.node.inference.TestModels;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.LatencySummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;
  private Path model = Path.of("");

  @BeforeEach
  void writeModel() throws IOException {
    byte[] dense = TestModels.dense(new float[][] {{1, 2, 3}, {-1, 0.5f, 0}});
    model = Files.write(directory.resolve("dense.tflite"), dense);
  }

  @Test
  void figures_areTheModelsOwn() throws IOException, MalformedMessageException {
    assertThat(bench(model.toString(), "--runs", "20", "-o", "json")).isZero();
    BenchFigures figures = MessageCodec.decode(out.toString().getBytes(UTF_8), BenchFigures.class);
    assertThat(figures.modelBytes()).isEqualTo(Files.size(model));
    assertThat(figures.inputWidth()).isEqualTo(3);
    assertThat(figures.outputWidth()).isEqualTo(2);
    assertThat(figures.totalOperators()).isOne();
    assertThat(figures.delegatedOperators()).isOne();
    LatencySummary latency = figures.latency();
    assertThat(latency.count()).isEqualTo(20);
    assertThat(latency.p50Us()).isPositive().isLessThanOrEqualTo(latency.p99Us());
    assertThat(figures.rssBytes()).isGreaterThan(Files.size(model));
  }

  @Test
  void table_saysHowManyInferencesWereTimed() {
    assertThat(bench(model.toString(), "--runs", "30")).isZero();
    assertThat(out.toString()).contains("of 30 inferences").contains("1 of 1 operators");
  }

  @ParameterizedTest
  @CsvSource({
    "--threads, 0, 'threads: expected 1 to 64, found 0'",
    "--runs, 0, 'runs: expected 1 to 10,000,000, found 0'",
    "--warmup, -1, 'warmup: expected 0 to 10,000,000, found -1'",
    "--output, xml, '''xml'''"
  })
  void wrongArgument_isToldInOneLineWithExitCodeTwo(String option, String value, String told) {
    assertThat(bench(model.toString(), option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(told).hasLineCount(1);
  }

  @Test
  void fileThatIsNoModel_isToldInOneLineWithItsName() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "not a model");
    assertThat(bench(text.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(text.toString()).hasLineCount(1);
    err.getBuffer().setLength(0);
    Path absent = directory.resolve("absent.tflite");
    assertThat(bench(absent.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(absent + ": expected a .tflite file, found none");
  }

  private int bench(String... args) {
    return NodeMain.bench().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }
}
