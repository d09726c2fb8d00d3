package io.espalier.controller.cli;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import io.espalier.controller.ControllerConfig;
import io.espalier.controller.ControllerWiring;
import io.espalier.controller.experiment.ExperimentRunner;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment run}. */
@Command(
    name = "run",
    description = {
      "Trains, prunes and quantises as a spec says, has nodes measure every model, and writes the"
          + " results into a directory.",
      "A run that was interrupted goes on where it was when the same command is given again."
    },
    mixinStandardHelpOptions = true)
final class ExperimentRunCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "SPEC", description = "The experiment, a YAML file.")
  private Path specFile = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where results go (default: runs/NAME).")
  private @Nullable Path output;

  @Option(
      names = "--local-nodes",
      paramLabel = "N",
      description = "Nodes to start on this machine, 0 to 16 (default: ${DEFAULT-VALUE}).")
  private int localNodes = 2;

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description = "An MQTT 5 broker, mqtt[s]://host[:port] (default: one inside this process).")
  private @Nullable String broker;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the broker inside listens, port 0 for any (default: ${DEFAULT-VALUE}).")
  private String listen = "127.0.0.1:0";

  @Option(
      names = "--prefix",
      paramLabel = "TOPIC",
      description = "Prefix of all topics (default: ${DEFAULT-VALUE}).")
  private String prefix = Topics.DEFAULT_PREFIX;

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description =
          "Results on standard output: ${COMPLETION-CANDIDATES} (default:" + " ${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.table;

  @Override
  public Integer call() throws Exception {
    return Interruptible.run(
        this::run,
        "what was finished is kept, the same command goes on with it",
        command.commandLine().getErr());
  }

  private int run() throws Exception {
    ExperimentSpec spec = SpecReader.read(specFile);
    Path root = output != null ? output : Path.of("runs", spec.name());
    ControllerConfig config = config(root);
    Dataset data = Datasets.resolve(spec.data());
    requireFits(spec, data);
    ConsoleProgress progress = new ConsoleProgress(command.commandLine().getErr());
    try (RunDirectory directory = RunDirectory.open(root, spec, data.digest())) {
      int before = measured(directory.rows());
      if (before == spec.trials()) {
        progress.note("all " + before + " trials were measured before; nothing to run");
        writeReport(spec, data, directory);
      } else {
        try {
          measure(spec, config, data, directory, progress);
        } finally {
          writeReport(spec, data, directory);
        }
      }
      return conclude(spec, directory);
    }
  }

  private static void measure(
      ExperimentSpec spec,
      ControllerConfig config,
      Dataset data,
      RunDirectory directory,
      ConsoleProgress progress)
      throws Exception {
    String runId = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    Predicate<NodeId> eligible = id -> spec.nodes().isEmpty() || spec.nodes().contains(id);
    try (ControllerWiring controller = new ControllerWiring(config, runId, eligible)) {
      new ExperimentRunner(spec, data, directory, controller.trials(), progress, runId).run();
    } finally {
      progress.close();
    }
  }

  private static void writeReport(ExperimentSpec spec, Dataset data, RunDirectory directory)
      throws IOException {
    List<TrialRow> rows = directory.rows();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Written", LocalDate.now(ZoneId.systemDefault()).toString());
    facts.put(
        "Data",
        "%s, %d training and %d test images, SHA-256 %s"
            .formatted(
                data.name(), data.trainImages().rows(), data.testImages().rows(), data.digest()));
    directory.write("summary.csv", Summary.of(rows).toCsv());
    directory.write("report.html", ReportWriter.page(new ReportWriter.Facts(spec, facts), rows));
  }

  private int conclude(ExperimentSpec spec, RunDirectory directory) throws Exception {
    List<TrialRow> rows = directory.rows();
    PrintWriter err = command.commandLine().getErr();
    ResultPrinter.print(rows, format, command.commandLine().getOut());
    int measured = measured(rows);
    for (TrialRow row : rows) {
      if (!row.isMeasured()) {
        err.printf(
            "espalier: seed %d %s failed: %s%n", row.seed(), row.trial().label(), row.reason());
      }
    }
    err.println("report: " + directory.root().resolve("report.html"));
    err.flush();
    if (measured == spec.trials()) {
      return ExitCode.DONE.code();
    }
    return measured > 0 ? ExitCode.PARTLY_DONE.code() : ExitCode.FAILED.code();
  }

  private void requireFits(ExperimentSpec spec, Dataset data) throws SpecException {
    try {
      ExperimentRunner.requireFits(spec, data);
    } catch (SpecException e) {
      throw new SpecException(specFile + ": " + e.getMessage());
    }
  }

  private ControllerConfig config(Path root) {
    try {
      int colon = listen.lastIndexOf(':');
      if (colon < 1 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException("--listen: expected HOST:PORT, found '" + listen + "'");
      }
      return new ControllerConfig(
          broker == null ? null : LinkConfig.brokerAddress(broker),
          listen.substring(0, colon),
          Integer.parseInt(listen.substring(colon + 1)),
          new Topics(prefix),
          localNodes,
          localNodes == 0 ? null : NodeProgram.locate(),
          root.resolve("nodes"));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static int measured(List<TrialRow> rows) {
    return (int) rows.stream().filter(TrialRow::isMeasured).count();
  }
}
