package io.espalier.controller.cli;

import io.espalier.compressor.bench.Benchmark;
import io.espalier.compressor.bench.BenchmarkOptions;
import io.espalier.compressor.bench.CompressorBenchmarks;
import io.espalier.compressor.bench.Figure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier bench compressor}. */
@Command(
    name = "compressor",
    description = {
      "Measures the compressor: each figure beside the least that the machine could do for it, and"
          + " beside its goal.",
      "A goal that is missed shows in the table; it changes the exit code only with --strict, since"
          + " times depend on what else the machine does."
    },
    mixinStandardHelpOptions = true)
final class BenchCompressorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(BenchCompressorCommand.class);

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only these benchmarks (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Networks that figures of accuracy are means of (default: ${DEFAULT-VALUE}).")
  private int seeds = BenchmarkOptions.USUAL.seeds();

  @Option(names = "--list", description = "Only list the names of the benchmarks.")
  private boolean list;

  @Option(names = "--strict", description = "Exit with 1 if a goal is missed.")
  private boolean strict;

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private OutputFormat format = OutputFormat.table;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(() -> run(err), "no figures", err);
  }

  private int run(PrintWriter err) throws Exception {
    PrintWriter out = command.commandLine().getOut();
    List<Benchmark> benchmarks = chosen();
    if (list) {
      benchmarks.forEach(benchmark -> out.println(benchmark.name()));
      out.flush();
      return ExitCode.DONE.code();
    }
    // A script wants nothing but JSON.
    PrintWriter header = format == OutputFormat.table ? out : err;
    header.println(Machine.describe());
    header.flush();
    List<Figure> figures = new ArrayList<>();
    int failed = 0;
    for (Benchmark benchmark : benchmarks) {
      try {
        figures.addAll(benchmark.measure(line -> say(err, benchmark.name() + ": " + line)));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        failed++;
        LOG.error("benchmark={} failed", benchmark.name(), e);
        say(err, "espalier: %s: could not be measured: %s".formatted(benchmark.name(), e));
      }
    }
    out.println(
        format == OutputFormat.json ? Json.of(FigureRow.of(figures)) : FigureRow.table(figures));
    out.flush();
    return codeOf(figures, failed).code();
  }

  private List<Benchmark> chosen() {
    List<Benchmark> all = CompressorBenchmarks.all(options());
    List<String> names = all.stream().map(Benchmark::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ParameterException(
            command.commandLine(), "--only: expected some of " + names + ", found '" + name + "'");
      }
    }
    return all.stream()
        .filter(benchmark -> only.isEmpty() || only.contains(benchmark.name()))
        .toList();
  }

  private BenchmarkOptions options() {
    try {
      return new BenchmarkOptions(seeds);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private ExitCode codeOf(List<Figure> figures, int failed) {
    if (failed > 0) {
      return figures.isEmpty() ? ExitCode.FAILED : ExitCode.PARTLY_DONE;
    }
    boolean missed = figures.stream().anyMatch(figure -> !figure.holds().orElse(true));
    return strict && missed ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
