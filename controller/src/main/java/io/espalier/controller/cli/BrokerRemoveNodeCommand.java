package io.espalier.controller.cli;

import io.espalier.controller.secure.BrokerDirectory;
import io.espalier.shared.fleet.NodeId;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier broker remove-node}. */
@Command(
    name = "remove-node",
    description = {
      "Shuts a lost or stolen node out: its password is removed, or, where it has a certificate,",
      "the access list says that it may do nothing. It keeps its files, and its name is spent."
    },
    mixinStandardHelpOptions = true)
final class BrokerRemoveNodeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private BrokerDirectoryOption directory = new BrokerDirectoryOption();

  @Parameters(paramLabel = "ID", converter = NodeIds.class, description = "The node's name.")
  private NodeId node = new NodeId("unnamed");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    BrokerDirectory broker = directory.open();
    Path file = broker.removeNode(node);
    format.print(file, Map.of("node", node.value(), "file", file.toString()));
    command
        .commandLine()
        .getErr()
        .printf("the broker shuts %s out once it read that file again (SIGHUP)%n", node);
    return ExitCode.DONE.code();
  }
}
