package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.secure.BrokerDirectory;
import io.espalier.controller.secure.NodeIdentity;
import io.espalier.shared.fleet.NodeId;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier broker add-node}. */
@Command(
    name = "add-node",
    description = {
      "Makes what a node needs to be let in: a certificate with its key, or a password.",
      "It is written to files to hand over, and never shown."
    },
    mixinStandardHelpOptions = true)
final class BrokerAddNodeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private BrokerDirectoryOption directory = new BrokerDirectoryOption();

  @Parameters(paramLabel = "ID", converter = NodeIds.class, description = "The node's name.")
  private NodeId node = new NodeId("unnamed");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    BrokerDirectory broker = directory.open();
    try {
      Path files = broker.addNode(node);
      format.print(files, Map.of("node", node.value(), "files", files.toString()));
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(
          e.getFile() + ": expected a node without files yet, found some; remove them first");
    }
    if (broker.identity() == NodeIdentity.PASSWORD) {
      command
          .commandLine()
          .getErr()
          .printf("the broker lets %s in once it read its passwords again (SIGHUP)%n", node);
    }
    return ExitCode.DONE.code();
  }
}
