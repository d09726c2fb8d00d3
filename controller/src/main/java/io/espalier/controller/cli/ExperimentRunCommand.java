package io.espalier.controller.cli;

import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetConfig.Address;
import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "A run that was interrupted goes on where it was when the same command is given again.",
      "Without --server, a controller runs in this process for as long as the experiment does."
    },
    mixinStandardHelpOptions = true)
final class ExperimentRunCommand implements Callable<Integer> {
  private static final int LONGEST_SOURCE = 100;

  /** What says how a controller in this process is; another one knows that itself. */
  private static final List<String> LOCAL =
      List.of("--local-nodes", "--broker", "--listen", "--prefix");

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "SPEC", description = "The experiment, a YAML file.")
  private Path specFile = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where results go (default: runs/NAME).")
  private @Nullable Path output;

  @Option(names = "--local", description = "In this process, whatever ESPALIER_SERVER says.")
  private boolean local;

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

  @Mixin private MlflowOptions mlflow = new MlflowOptions();
  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    boolean elsewhere = server.isChosen() && !local;
    if (elsewhere) {
      refuseLocalOptions();
    }
    return Interruptible.run(
        elsewhere ? this::runThere : this::runHere,
        elsewhere
            ? "the experiment goes on; see 'espalier experiment list'"
            : "what was finished is kept, the same command goes on with it",
        command.commandLine().getErr());
  }

  private int runHere() throws Exception {
    ExperimentSpec spec = SpecReader.read(specFile);
    mlflow.requireThere(spec.name());
    Path root = root(spec);
    FleetConfig config = config(root);
    try (LocalController controller = LocalController.start(root, config)) {
      return conclude(root, measured(spec, controller.client(), () -> {}));
    }
  }

  private int runThere() throws Exception {
    ExperimentSpec spec = SpecReader.read(specFile);
    Path root = root(spec);
    RunDirectory.requireOf(root, spec);
    mlflow.requireThere(spec.name());
    ApiClient client = server.client();
    ExperimentDownload files = new ExperimentDownload(client, spec.id(), root);
    ExperimentView ended = measured(spec, client, files::results);
    files.all();
    return conclude(root, ended);
  }

  private ExperimentView measured(ExperimentSpec spec, ApiClient client, ExperimentWatch.Ended then)
      throws Exception {
    String source = specFile.toString();
    client.upload(
        "/experiments",
        Map.of(
            "source",
            source.length() <= LONGEST_SOURCE ? source : "spec",
            "who",
            RolloutCommand.name()),
        "application/yaml",
        SpecReader.write(spec).getBytes(StandardCharsets.UTF_8),
        ExperimentView.class);
    try (ConsoleProgress progress = new ConsoleProgress(command.commandLine().getErr())) {
      return new ExperimentWatch(client, spec.id(), progress, then).untilOver();
    }
  }

  private int conclude(Path root, ExperimentView ended) throws Exception {
    ExperimentOutcome outcome = new ExperimentOutcome(ended);
    ExitCode code =
        outcome.print(
            root, format.chosen(), command.commandLine().getOut(), command.commandLine().getErr());
    String again = "espalier experiment export %s --mlflow URI".formatted(root);
    return mlflow.exportAfter(code, ended.id().value(), outcome.rows(), again).code();
  }

  private Path root(ExperimentSpec spec) {
    return output != null ? output : Path.of("runs", spec.name());
  }

  private void refuseLocalOptions() {
    Stream.concat(LOCAL.stream(), Stream.of("--local"))
        .filter(command.commandLine().getParseResult()::hasMatchedOption)
        .findFirst()
        .ifPresent(
            option -> {
              throw new ParameterException(
                  command.commandLine(),
                  option + ": expected it without --server, whose controller has its own");
            });
  }

  private FleetConfig config(Path root) {
    try {
      return LocalController.config(
          root,
          broker == null ? null : LinkConfig.brokerAddress(broker),
          Address.parse("--listen", listen),
          new Topics(prefix),
          localNodes);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
