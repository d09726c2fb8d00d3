package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.files.ScratchDirectory;
import io.espalier.controller.footprint.NodeFootprint;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private FigureOptions figures = new FigureOptions();

  @Override
  public Integer call() throws Exception {
    Bounds.require(command, "--seconds", seconds, 1, MOST_SECONDS);
    return figures.of(this::measure, Machine.describe());
  }

  private List<Figure> measure(Consumer<String> progress) throws Exception {
    Path node = NodeProgram.locate();
    // On a broker that others use too, their nodes are none of ours.
    Topics topics = new Topics("espalier-bench-" + ProcessHandle.current().pid());
    try (ScratchDirectory scratch = ScratchDirectory.create("espalier-bench-node");
        FleetWiring fleet = new FleetWiring(config(scratch.path(), topics))) {
      return new NodeFootprint(
              node,
              fleet.broker(),
              topics.prefix(),
              new ApiClient("http://127.0.0.1:" + fleet.httpPort()),
              scratch.path(),
              seconds,
              progress)
          .measure();
    }
  }

  private FleetConfig config(Path directory, Topics topics) {
    return new FleetConfig(
        ANY_PORT, directory.resolve("controller"), address(), ANY_PORT, topics, 0, null);
  }

  private @Nullable URI address() {
    try {
      return broker == null ? null : LinkConfig.brokerAddress(broker);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--broker: " + e.getMessage(), e);
    }
  }
}
