package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.enrol.EnrolmentTokens;
import io.espalier.controller.secure.BrokerDirectory;
import io.espalier.controller.secure.NodeIdentity;
import io.espalier.shared.enrol.EnrolmentToken;
import io.espalier.shared.fleet.NodeId;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier broker enrol}. */
@Command(
    name = "enrol",
    description = {
      "Makes a token with which a node gets its certificate, once.",
      "It is written to a file to hand over, and never shown."
    },
    mixinStandardHelpOptions = true)
final class BrokerEnrolCommand implements Callable<Integer> {
  private static final int MOST_HOURS = 30 * 24;

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private BrokerDirectoryOption directory = new BrokerDirectoryOption();

  @Parameters(paramLabel = "ID", converter = NodeIds.class, description = "The node's name.")
  private NodeId node = new NodeId("unnamed");

  @Option(
      names = "--hours",
      paramLabel = "N",
      description = "How long it is good, 1 to 720 (default: ${DEFAULT-VALUE}).")
  private int hours = 24;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    if (hours < 1 || hours > MOST_HOURS) {
      throw new ParameterException(
          command.commandLine(), "--hours: expected 1 to " + MOST_HOURS + ", found " + hours);
    }
    BrokerDirectory broker = directory.open();
    if (broker.identity() == NodeIdentity.PASSWORD) {
      throw new RefusedException(
          "enrolment: expected a broker that knows nodes by certificates, found one with"
              + " passwords; see 'espalier broker add-node'");
    }
    Instant until = Instant.now().plus(Duration.ofHours(hours)).truncatedTo(ChronoUnit.SECONDS);
    Path file = issue(broker, until);
    command.commandLine().getErr().printf("token for %s, good once until %s%n", node, until);
    format.print(
        file,
        Map.of("node", node.value(), "tokenFile", file.toString(), "until", until.toString()));
    return ExitCode.DONE.code();
  }

  private Path issue(BrokerDirectory broker, Instant until) throws Exception {
    EnrolmentToken token = EnrolmentTokens.newToken();
    try {
      Path file = broker.writeToken(node, token);
      new EnrolmentTokens(BrokerDirectory.tokens(broker.controller())).issue(node, token, until);
      return file;
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(
          e.getFile() + ": expected a node without files yet, found some; remove them first");
    }
  }
}
