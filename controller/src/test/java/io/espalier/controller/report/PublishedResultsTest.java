package io.espalier.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.Program;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.fixtures.docs.Block;
import io.espalier.fixtures.docs.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code docs/results} shows of experiments is what their rows say. Where plots are drawn
 * otherwise now, {@code experiment run} into that directory draws them again, from its rows.
 */
class PublishedResultsTest {
  private static final Path HOME = Path.of("..");
  private static final Path RESULTS = HOME.resolve("docs/results");
  private static final Pattern SENTENCE = Pattern.compile("<desc>(.*)</desc>");

  static Stream<Path> runs() throws Exception {
    try (Stream<Path> all = Files.list(RESULTS)) {
      return all.filter(run -> Files.exists(run.resolve(RunDirectory.RESULTS))).toList().stream();
    }
  }

  /** Those too that a page only mentions. */
  static Stream<Path> tables() throws Exception {
    try (Stream<Path> all = Files.walk(RESULTS, 2)) {
      return all.filter(run -> Files.exists(run.resolve(RunDirectory.RESULTS))).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void summary_isThatOfTheRows(Path run) throws Exception {
    assertThat(Summary.of(RunDirectory.rowsOf(run), spec(run).metric()).toCsv())
        .isEqualTo(Files.readString(run.resolve("summary.csv")));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void plots_areThoseOfTheRows_andThePageSaysWhatEachCarries(Path run) throws Exception {
    SortedMap<String, String> drawn = ReportWriter.plots(spec(run), RunDirectory.rowsOf(run));
    SortedMap<String, String> shown = new TreeMap<>();
    try (Stream<Path> files = Files.list(run.resolve("plots"))) {
      for (Path file : files.toList()) {
        shown.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(shown).isEqualTo(drawn);

    String page = Files.readString(run.resolve("README.md"));
    drawn.forEach(
        (name, plot) -> {
          Matcher sentence = SENTENCE.matcher(plot);
          assertThat(sentence.find()).as("%s: a sentence", name).isTrue();
          assertThat(page)
              .contains(sentence.group(1).replace("&lt;", "<") + "\n\n![", "](plots/" + name + ")");
        });
  }

  @ParameterizedTest
  @MethodSource("runs")
  void examples_areWhatWasRun(Path run) throws Exception {
    ExperimentSpec example =
        SpecReader.read(HOME.resolve("examples/" + spec(run).name() + ".yaml"));
    assertThat(SpecReader.write(example)).isEqualTo(Files.readString(run.resolve("spec.yaml")));
    List<TrialRow> rows = RunDirectory.rowsOf(run);
    assertThat(rows).hasSize(example.trials()).allMatch(TrialRow::isSettled);
  }

  /** Every comparison that a page of results shows, with what it says of it. */
  @Test
  void comparisons_sayWhatThePagesQuote() throws Exception {
    int compared = 0;
    for (Page page : Page.all(HOME)) {
      for (Block block : page.blocks()) {
        for (String command : block.commands()) {
          if (page.name().startsWith("docs/results/") && command.contains("experiment compare")) {
            List<String> words = List.of(command.replaceAll(".*compare ", "").split(" "));
            Program said =
                Program.run(
                    "experiment",
                    "compare",
                    HOME.resolve(words.get(0)),
                    HOME.resolve(words.get(1)));
            assertThat(Files.readString(HOME.resolve(page.name())))
                .contains("> " + said.err().strip().replace(HOME + "/", ""));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isPositive();
  }

  private static ExperimentSpec spec(Path run) throws Exception {
    return SpecReader.read(run.resolve("spec.yaml"));
  }
}
