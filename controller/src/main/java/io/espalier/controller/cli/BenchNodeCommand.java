package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.footprint.NodeFootprint;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier bench node}. */
@Command(
    name = "node",
    description = {
      "Measures what a node takes of its machine: memory, time to start, what it writes to its card."
          + " A real node process gets a model of 1 MB through a broker and serves it.",
      "The floor is a Java process that loads the same model and does nothing else."
    },
    mixinStandardHelpOptions = true)
final class BenchNodeCommand implements Callable<Integer> {
  private static final int MOST_SECONDS = 86_400;
  private static final FleetConfig.Address ANY_PORT = new FleetConfig.Address("127.0.0.1", 0);

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description = "An MQTT 5 broker, mqtt://host[:port] (default: one inside this process).")
  private @Nullable String broker;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "To watch the node while it serves, 1 to 86,400 (default: ${DEFAULT-VALUE}).")
  private int seconds = 60;

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
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new ParameterException(
          command.commandLine(),
          "--seconds: expected 1 to %d, found %d".formatted(MOST_SECONDS, seconds));
    }
    PrintWriter out = command.commandLine().getOut();
    // A script wants nothing but JSON.
    PrintWriter header = format == OutputFormat.table ? out : err;
    header.println(Machine.describe());
    header.flush();
    List<Figure> figures = measure(err);
    out.println(
        format == OutputFormat.json ? Json.of(FigureRow.of(figures)) : FigureRow.table(figures));
    out.flush();
    boolean missed = figures.stream().anyMatch(figure -> !figure.holds().orElse(true));
    return (strict && missed ? ExitCode.FAILED : ExitCode.DONE).code();
  }

  private List<Figure> measure(PrintWriter err) throws Exception {
    Path node = NodeProgram.locate();
    Path directory = Files.createTempDirectory("espalier-bench-node");
    // On a broker that others use too, their nodes are none of ours.
    Topics topics = new Topics("espalier-bench-" + ProcessHandle.current().pid());
    FleetConfig config =
        new FleetConfig(
            ANY_PORT, directory.resolve("controller"), address(), ANY_PORT, topics, 0, null);
    try (FleetWiring fleet = new FleetWiring(config)) {
      return new NodeFootprint(
              node,
              fleet.broker(),
              topics.prefix(),
              new ApiClient("http://127.0.0.1:" + fleet.httpPort()),
              directory,
              seconds,
              line -> {
                err.println(line);
                err.flush();
              })
          .measure();
    } finally {
      delete(directory);
    }
  }

  private @Nullable URI address() {
    try {
      return broker == null ? null : LinkConfig.brokerAddress(broker);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--broker: " + e.getMessage(), e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
