package io.espalier.controller.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.controller.api.ComparisonView;
import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.comparison.Pair;
import io.espalier.controller.comparison.RunName;
import io.espalier.controller.comparison.Variant;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.report.ComparisonPage;
import io.espalier.controller.report.ComparisonWords;
import io.espalier.controller.report.MetricWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment compare}. */
@Command(
    name = "compare",
    description = {
      "Shows two runs side by side, where both measured the same, and how sure their differences"
          + " are.",
      "Each is an experiment of a controller or a directory of results, or after a colon a part of"
          + " one: paper:fp32 paper:int8, runs/a:shapley runs/a:magnitude."
    },
    mixinStandardHelpOptions = true)
final class ExperimentCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "FIRST", description = "A run.")
  private String first = "";

  @Parameters(
      index = "1",
      paramLabel = "SECOND",
      description = "Another; changes are of it against the first.")
  private String second = "";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page that needs nothing but a browser.")
  private @Nullable Path html;

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ListFormat format = ListFormat.table;

  @Override
  public Integer call() throws Exception {
    new OutputFiles(List.of()).claim("--html", html);
    RunArgument runs = new RunArgument(command.commandLine(), server);
    RunName one = runs.parse(first);
    RunName other = runs.parse(second);
    Comparison comparison = Comparison.of(side(runs, one), side(runs, other));
    ComparisonWords words = new ComparisonWords(one.toString(), other.toString(), comparison);
    if (html != null) {
      OutputFiles.write(html, ComparisonPage.of(words).getBytes(UTF_8));
    }
    print(words);
    return ExitCode.DONE.code();
  }

  private static Comparison.Side side(RunArgument runs, RunName name) throws Exception {
    RunArgument.Found found = runs.find(name.run());
    Comparison.Side side = new Comparison.Side(found.rows(), found.metric(), name.selection());
    if (side.isEmpty()) {
      throw new NotFoundException(
          name + ": expected variants that were measured, found none of that name");
    }
    return side;
  }

  private void print(ComparisonWords words) throws Exception {
    Comparison comparison = words.comparison();
    PrintWriter out = command.commandLine().getOut();
    if (format == ListFormat.csv) {
      ComparisonCsv.LISTING.print(ComparisonCsv.lines(comparison), format, out);
    } else {
      listing(words.main()).print(ComparisonView.of(words), comparison.pairs(), format, out);
    }
    PrintWriter err = command.commandLine().getErr();
    if (format == ListFormat.table) {
      err.println(words.conclusion());
      words.warning().ifPresent(err::println);
    }
    sayAlone(err, words.first(), comparison.onlyFirst());
    sayAlone(err, words.second(), comparison.onlySecond());
    err.flush();
  }

  private static void sayAlone(PrintWriter err, String name, List<Variant> variants) {
    variants.forEach(variant -> err.printf("only in %s: %s%n", name, variant.label()));
  }

  /** By what models are compared first, and what each costs. */
  private static Listing<Pair> listing(Metric main) {
    List<Metric> metrics = List.of(main, Metric.LATENCY_P99_US, Metric.MODEL_BYTES);
    List<String> columns = new ArrayList<>(List.of("variant", "n"));
    metrics.forEach(metric -> columns.add(MetricWords.of(metric).title()));
    return new Listing<>(
        columns,
        pair -> {
          List<String> cells = new ArrayList<>();
          cells.add(pair.label());
          cells.add(pair.firstN() + ", " + pair.secondN());
          metrics.forEach(metric -> cells.add(cell(pair, metric)));
          return cells;
        });
  }

  private static String cell(Pair pair, Metric metric) {
    MetricWords words = MetricWords.of(metric);
    return pair.of(metric)
        .map(
            difference ->
                "%s → %s: %s"
                    .formatted(
                        words.figure(difference.first()),
                        words.figure(difference.second()),
                        ComparisonWords.interval(metric, difference)))
        .orElse("–");
  }
}
