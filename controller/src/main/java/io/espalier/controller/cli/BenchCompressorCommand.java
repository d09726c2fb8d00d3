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
import picocli.CommandLine.Mixin;
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

  @Mixin private FigureOptions figures = new FigureOptions();

  @Override
  public Integer call() throws Exception {
    return Interruptible.run(this::run, "no figures", command.commandLine().getErr());
  }

  private int run() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    List<Benchmark> benchmarks = chosen();
    if (list) {
      benchmarks.forEach(benchmark -> out.println(benchmark.name()));
      out.flush();
      return ExitCode.DONE.code();
    }
    figures.announce(Machine.describe());
    List<Figure> measured = new ArrayList<>();
    int failed = 0;
    for (Benchmark benchmark : benchmarks) {
      try {
        measured.addAll(benchmark.measure(line -> figures.say(benchmark.name() + ": " + line)));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        failed++;
        LOG.error("benchmark={} failed", benchmark.name(), e);
        figures.say("espalier: %s: could not be measured: %s".formatted(benchmark.name(), e));
      }
    }
    figures.print(measured);
    return codeOf(measured, failed).code();
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

  private ExitCode codeOf(List<Figure> measured, int failed) {
    if (failed > 0) {
      return measured.isEmpty() ? ExitCode.FAILED : ExitCode.PARTLY_DONE;
    }
    return figures.codeOf(measured);
  }
}
