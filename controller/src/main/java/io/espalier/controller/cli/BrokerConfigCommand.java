package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.FleetConfig.Address;
import io.espalier.controller.secure.BrokerDirectory;
import io.espalier.controller.secure.BrokerPlan;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier broker config}. */
@Command(
    name = "config",
    description = {
      "Writes a Mosquitto 2.0 configuration with TLS, identities and an access list,",
      "and the authority, keys and certificates that it needs.",
      "Nodes connect to PORT, controllers to the next; nodes enrol on the two after that."
    },
    mixinStandardHelpOptions = true)
final class BrokerConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--identity",
      required = true,
      paramLabel = "KIND",
      description = "By what the broker knows nodes: ${COMPLETION-CANDIDATES}.")
  private IdentityKind identity = IdentityKind.certificate;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where it listens for nodes (default: ${DEFAULT-VALUE}).")
  private String listen = "0.0.0.0:8883";

  @Option(
      names = "--controller-listen",
      paramLabel = "HOST",
      description = "Where it listens for controllers (default: ${DEFAULT-VALUE}).")
  private String controllerListen = "127.0.0.1";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = {
        "Name or address by which nodes reach it; may be repeated",
        "(default: that of this machine, beside localhost and 127.0.0.1)."
      })
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--prefix",
      paramLabel = "TOPIC",
      description = "Prefix of all topics (default: ${DEFAULT-VALUE}).")
  private String prefix = Topics.DEFAULT_PREFIX;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Whom it becomes if root starts it (default: ${DEFAULT-VALUE}).")
  private String user = "mosquitto";

  @Option(
      names = "--installed",
      paramLabel = "DIR",
      description = "Where the broker will find its files (default: where they are written).")
  private @Nullable Path installed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("espalier-broker");

  @Mixin private WrittenFormat format = new WrittenFormat();

  @Override
  public Integer call() throws Exception {
    BrokerDirectory made = create(plan());
    say("broker's files in " + made.broker() + ", for user '" + user + "' to own; start it with");
    say("  mosquitto -c " + made.configuration());
    if (identity == IdentityKind.certificate) {
      say("and, while nodes enrol,");
      say("  mosquitto -c " + made.enrolmentConfiguration());
    }
    say("controller's files in " + made.controller());
    say("nodes are let in by 'espalier broker add-node ID'");
    if (format.chosen() == OutputFormat.table) {
      command.commandLine().getOut().println(made.configuration());
    }
    format.print(
        Map.of(
            "configuration", made.configuration().toString(),
            "enrolmentConfiguration", made.enrolmentConfiguration().toString(),
            "controller", made.controller().toString()));
    return ExitCode.DONE.code();
  }

  private BrokerPlan plan() {
    try {
      Address address = Address.parse("--listen", listen);
      Path where = installed == null ? BrokerDirectory.broker(output) : installed;
      return new BrokerPlan(
          identity.identity(),
          address.host(),
          address.port(),
          controllerListen,
          allNames(),
          new Topics(prefix),
          user,
          where.toAbsolutePath().normalize());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private List<String> allNames() {
    List<String> all = new ArrayList<>(List.of("localhost", "127.0.0.1"));
    all.addAll(names.isEmpty() ? thisMachine() : names);
    return all;
  }

  private static List<String> thisMachine() {
    try {
      return List.of(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private BrokerDirectory create(BrokerPlan plan) throws IOException, RefusedException {
    try {
      return BrokerDirectory.create(output, plan);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(
          e.getFile() + ": expected no secrets yet, found some; a fleet may rely on them");
    }
  }

  private void say(String line) {
    command.commandLine().getErr().println(line);
  }
}
