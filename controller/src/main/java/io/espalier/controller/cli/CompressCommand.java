package io.espalier.controller.cli;

import io.espalier.compressor.Compression;
import io.espalier.compressor.CompressionRequest;
import io.espalier.compressor.ModelCompressor;
import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.report.CompressionReport;
import io.espalier.controller.report.CompressionReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier compress}. */
@Command(
    name = "compress",
    description = {
      "Makes a .tflite model smaller: scores its links on samples, prunes, repairs, takes out what"
          + " is dead, quantises, and says what every layer paid.",
      "Nothing is written unless all of it worked."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CompressCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "A .tflite file of FP32.")
  private Path model = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write.")
  private Path output = Path.of("");

  @Option(
      names = "--calibration",
      paramLabel = "DATA",
      required = true,
      description = "Samples: mnist, idx:DIR, or a file: .npz, .npy or .csv; labels if it has any.")
  private String calibration = "";

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Use at most N of them, drawn at random (default: ${DEFAULT-VALUE}).")
  private int samples = 1000;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Compute with so many threads, which changes no result (default: every core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private CompressionOptions options = new CompressionOptions();

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as HTML.")
  private @Nullable Path page;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--model-card",
      paramLabel = "FILE",
      description = "Write a model card, a README.md for a model hub.")
  private @Nullable Path card;

  @Mixin private WrittenFormat format = new WrittenFormat();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(() -> run(err), "nothing was written", err);
  }

  private int run(PrintWriter err) throws Exception {
    CompressionRequest request = request();
    atLeastOne("--threads", threads);
    byte[] file = ModelFile.read(model);
    claimOutputs();
    CalibrationData data = drawn(Samples.resolve(calibration), request.seed());
    try (ConsoleProgress progress = new ConsoleProgress(err)) {
      String name = model.getFileName().toString();
      Compression made =
          new ModelCompressor(request, progress::stage, threads).compress(name, file, data);
      write(made, data.name());
      progress.note("written: " + output);
      print(made.report());
    }
    return ExitCode.DONE.code();
  }

  private CompressionRequest request() {
    try {
      return options.request();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void claimOutputs() throws Exception {
    OutputFiles files = new OutputFiles(List.of(model, Path.of(calibration)));
    files.claim("--output", output);
    files.claim("--report", page);
    files.claim("--json", json);
    files.claim("--model-card", card);
  }

  private CalibrationData drawn(CalibrationData data, long seed) {
    atLeastOne("--samples", samples);
    return data.sampled(samples, new SplittableRandom(seed));
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          command.commandLine(), "%s: expected at least 1, found %d".formatted(option, value));
    }
  }

  private void write(Compression made, String data) throws IOException {
    CompressionReport report = made.report();
    OutputFiles.write(output, made.file());
    if (page != null) {
      writeText(page, CompressionReportWriter.page(report));
    }
    if (json != null) {
      writeText(json, Json.of(CompressionReportWriter.json(report)));
    }
    if (card != null) {
      String name = output.getFileName().toString().replaceFirst("\\.tflite$", "");
      writeText(card, CompressionReportWriter.modelCard(report, name, data));
    }
  }

  private void print(CompressionReport report) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        format.chosen() == OutputFormat.json
            ? Json.of(CompressionReportWriter.json(report))
            : CompressionReportWriter.terminalTables(report));
    out.flush();
  }

  private static void writeText(Path file, String text) throws IOException {
    OutputFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
