package io.espalier.node;

import io.espalier.node.inference.EngineException;
import io.espalier.node.serve.InferenceServer;
import io.espalier.node.supervise.Supervisor;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The node program. */
@Command(
    name = "espalier-node",
    description = {
      "Fetches, verifies and runs models; reports what it measured.",
      "'espalier-node enrol' gets it a certificate first, where its broker wants one.",
      "'espalier-node bench MODEL' times a model on this machine, without a fleet.",
      "Options may stand in a file: 'espalier-node @FILE'."
    },
    mixinStandardHelpOptions = true,
    versionProvider = NodeMain.Version.class,
    sortOptions = false,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:it was asked to end, or has done what it should",
      "1:it could not start, or failed",
      "2:wrong arguments"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
public final class NodeMain implements Callable<Integer> {
  private static final int CANNOT_START = 1;
  private static final int USAGE = 2;
  private static final long MIB = 1 << 20;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)?");

  @Option(names = "--broker", required = true, description = "mqtt[s]://host[:port]")
  private URI broker;

  @Mixin private NodeOptions node;

  @Mixin private SecurityOptions security;

  @Option(
      names = "--reconnect-within",
      defaultValue = "30s",
      description =
          "A lost connection is tried again at random within so long, so that a large fleet does not"
              + " come back all at once (default: ${DEFAULT-VALUE}).")
  private Duration reconnectWithin;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Finds the node among others, e.g. group=shops; may be repeated.")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--telemetry-interval",
      defaultValue = "2s",
      description = "Seconds between system samples, or 500ms, 2s, 1m (default: ${DEFAULT-VALUE}).")
  private Duration telemetryInterval;

  @Option(
      names = "--max-artifact-mib",
      defaultValue = "256",
      description = "Largest artifact to fetch, in MiB (default: ${DEFAULT-VALUE}).")
  private int maxArtifactMib;

  @Option(
      names = "--cache-mib",
      defaultValue = "1024",
      description = "Room for artifacts, in MiB (default: ${DEFAULT-VALUE}).")
  private int cacheMib;

  @Option(
      names = "--telemetry-buffer-mib",
      defaultValue = "16",
      description = "Room on disk for telemetry not stored elsewhere (default: ${DEFAULT-VALUE}).")
  private int telemetryBufferMib;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "Public key (Ed25519, PEM or Base64); takes only artifacts signed with it.")
  private @Nullable Path signingKey;

  @Option(
      names = "--infer-listen",
      paramLabel = "HOST:PORT",
      description = "Loopback address where programs ask the model, e.g. 127.0.0.1:8079.")
  private @Nullable InetSocketAddress inferListen;

  @Option(
      names = "--check",
      description = "Only see whether the node could start with these options, then end.")
  private boolean check;

  @Option(
      names = "--exit-with-parent",
      description = "End when standard input is closed: who started this node is gone.")
  private boolean exitWithParent;

  private NodeMain() {}

  /** Runs until it is told to end. */
  public static void main(String[] args) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
    CommandLine program = program(args.length == 0 ? "" : args[0]);
    boolean isNode = program.getCommand() instanceof NodeMain;
    System.exit(program.execute(isNode ? args : Arrays.copyOfRange(args, 1, args.length)));
  }

  private static CommandLine program(String name) {
    return switch (name) {
      case "enrol" -> enrolment();
      case "bench" -> bench();
      case "man" -> manual();
      default -> commandLine();
    };
  }

  static CommandLine commandLine() {
    return commandLine(new NodeMain());
  }

  /** A program of its own: as a subcommand it would need all that the node program needs. */
  static CommandLine enrolment() {
    return commandLine(new EnrolCommand());
  }

  /** Likewise. */
  static CommandLine bench() {
    return commandLine(new BenchCommand());
  }

  /** Likewise. */
  static CommandLine manual() {
    return commandLine(new ManCommand());
  }

  /** All of them as one program, to read about and not to run. */
  static CommandSpec described() {
    return commandLine()
        .addSubcommand("enrol", enrolment().setCommandName("enrol"))
        .addSubcommand("bench", bench().setCommandName("bench"))
        .getCommandSpec();
  }

  private static CommandLine commandLine(Callable<Integer> program) {
    return new CommandLine(program)
        .registerConverter(URI.class, converter(LinkConfig::brokerAddress))
        .registerConverter(NodeId.class, converter(NodeId::new))
        .registerConverter(Topics.class, converter(Topics::new))
        .registerConverter(InetSocketAddress.class, converter(InferenceServer::loopback))
        .registerConverter(Duration.class, converter(NodeMain::duration))
        .setParameterExceptionHandler((e, args) -> refuse(e.getCommandLine(), e, USAGE))
        .setExecutionExceptionHandler((e, command, parsed) -> refuse(command, e, exitCode(e)));
  }

  @Override
  public Integer call() throws IOException, EngineException, InterruptedException {
    Supervisor supervisor = Supervisor.of(System.getenv());
    NodeWiring wiring = NodeWiring.start(config(), supervisor);
    if (check) {
      wiring.close();
      return 0;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  supervisor.stopping();
                  wiring.close();
                },
                "shutdown"));
    if (exitWithParent) {
      awaitEnd(System.in);
    } else {
      new CountDownLatch(1).await();
    }
    return 0;
  }

  NodeConfig config() {
    Path data = node.dataDirectory();
    OwnIdentity own = OwnIdentity.of(data, node.id());
    return new NodeConfig(
        broker,
        own.orGiven(security.security(node.id().value()), broker),
        reconnectWithin,
        node.id(),
        new TreeMap<>(labels),
        data,
        node.topics(),
        telemetryInterval,
        maxArtifactMib * MIB,
        cacheMib * MIB,
        telemetryBufferMib * MIB,
        own.orGiven(signingKey),
        inferListen);
  }

  static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected for instance 2s, 500ms or 1m, found '" + text + "'");
    }
    long count = Long.parseLong(parts.group(1));
    String unit = parts.group(2) == null ? "s" : parts.group(2);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofSeconds(count);
    };
  }

  private static void awaitEnd(InputStream in) throws IOException {
    byte[] ignored = new byte[256];
    while (in.read(ignored) >= 0) {
      // Whatever the parent says, only its end matters.
    }
  }

  private static int refuse(CommandLine command, Exception why, int exitCode) {
    String line = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    command.getErr().println(command.getCommandName() + ": " + line);
    return exitCode;
  }

  private static int exitCode(Exception e) {
    return e instanceof IllegalArgumentException || e instanceof ParameterException
        ? USAGE
        : CANNOT_START;
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"espalier-node " + BuildVersion.current()};
    }
  }
}
