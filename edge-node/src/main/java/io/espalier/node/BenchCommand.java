package io.espalier.node;

import io.espalier.node.bench.BenchFigures;
import io.espalier.node.bench.BenchPlan;
import io.espalier.node.bench.LocalBench;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.TfLiteEngine;
import io.espalier.node.telemetry.SystemProbe;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.LatencySummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier-node bench}: times a model on this machine; needs neither broker nor fleet. */
@Command(
    name = "espalier-node bench",
    description = "Times a model on this machine, one row of input at a time.",
    mixinStandardHelpOptions = true,
    versionProvider = NodeMain.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class BenchCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "A .tflite file with float32 input.")
  private Path model;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Threads of TensorFlow Lite (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--warmup",
      defaultValue = "50",
      description = "Inferences before the timed ones (default: ${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--runs",
      defaultValue = "1000",
      description = "Timed inferences (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the input, uniform in 0 to 1 (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  /** How figures are written. */
  enum Format {
    /** For people. */
    table,
    /** For programs. */
    json
  }

  @Override
  public Integer call() throws IOException, EngineException {
    BenchPlan plan = new BenchPlan(threads, warmup, runs, seed);
    LocalBench bench =
        new LocalBench(TfLiteEngine::load, TfLiteEngine.version(), new SystemProbe());
    BenchFigures figures = measured(bench, plan);
    PrintWriter out = command.commandLine().getOut();
    if (format == Format.json) {
      out.println(new String(MessageCodec.encode(figures), StandardCharsets.UTF_8));
    } else {
      print(out, figures);
    }
    out.flush();
    return 0;
  }

  private BenchFigures measured(LocalBench bench, BenchPlan plan)
      throws IOException, EngineException {
    try {
      return bench.measure(Files.readAllBytes(model), plan);
    } catch (NoSuchFileException e) {
      throw new IOException(model + ": expected a .tflite file, found none", e);
    } catch (EngineException e) {
      throw new EngineException(model + ": " + e.getMessage());
    }
  }

  private void print(PrintWriter out, BenchFigures f) {
    LatencySummary latency = f.latency();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("machine", "%s (%s)".formatted(f.hardware(), f.architecture()));
    lines.put("model", "%s, %,d bytes".formatted(model.getFileName(), f.modelBytes()));
    lines.put("shape", "%,d floats in, %,d values out".formatted(f.inputWidth(), f.outputWidth()));
    lines.put("runtime", "TensorFlow Lite " + f.tensorflowLite());
    lines.put("threads", String.valueOf(f.threads()));
    lines.put(
        "XNNPACK", "%d of %d operators".formatted(f.delegatedOperators(), f.totalOperators()));
    lines.put("load", "%.1f ms to the first result".formatted(f.loadMillis()));
    lines.put(
        "latency",
        "p50 %.1f us, p90 %.1f us, p99 %.1f us of %,d inferences"
            .formatted(latency.p50Us(), latency.p90Us(), latency.p99Us(), latency.count()));
    lines.put(
        "CPU",
        "%.1f %% of a core; the machine %.1f %%"
            .formatted(f.processCpuPercent(), f.systemCpuPercent()));
    lines.put("RSS", "%.1f MiB".formatted(f.rssBytes() / MIB));
    lines.put(
        "temperature",
        celsius(f.temperatureBefore()) + " before, " + celsius(f.temperatureAfter()) + " after");
    board(lines, f);
    lines.forEach((name, value) -> out.println("%-13s%s".formatted(name, value)));
  }

  private static void board(Map<String, String> lines, BenchFigures f) {
    BoardState board = f.board();
    if (board != null && board.cpuMegahertz() != null) {
      lines.put(
          "clock",
          "%,d of %,d MHz, governor %s"
              .formatted(board.cpuMegahertz(), board.cpuMaxMegahertz(), board.governor()));
    }
    if (f.throttledMeanwhile() != null) {
      List<String> reasons = f.throttledMeanwhile().now();
      lines.put("throttled", reasons.isEmpty() ? "no" : String.join(", ", reasons));
    }
  }

  private static String celsius(@Nullable Double degrees) {
    return degrees == null ? "no sensor" : "%.1f °C".formatted(degrees);
  }
}
