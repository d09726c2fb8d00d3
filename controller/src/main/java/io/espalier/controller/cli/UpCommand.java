package io.espalier.controller.cli;

import io.espalier.controller.ExperimentsConfig;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.DiscoveryTopics;
import io.espalier.shared.protocol.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier up}. */
@Command(
    name = "up",
    description = {
      "Runs the controller of a fleet until it is stopped.",
      "What it must not forget is in its data directory; started again on it, it goes on."
    },
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(UpCommand.class);

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Where it is asked; others than this machine need tokens and TLS"
              + " (default: ${DEFAULT-VALUE}).")
  private String listen = "127.0.0.1:8080";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where it keeps everything (default: ${DEFAULT-VALUE}).")
  private Path dataDirectory = Path.of("espalier-data");

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description = "An MQTT 5 broker, mqtt[s]://host[:port] (default: one inside this process).")
  private @Nullable String broker;

  @Mixin private BrokerSecurityOptions security = new BrokerSecurityOptions();

  @Option(
      names = "--enrol-broker",
      paramLabel = "URL",
      description = "Broker on which new nodes ask for certificates, mqtts://host[:port].")
  private @Nullable String enrolBroker;

  @Option(
      names = "--authority",
      paramLabel = "DIR",
      description = "'controller' of what 'broker config' wrote; vouches for new nodes.")
  private @Nullable Path authority;

  @Option(
      names = "--mqtt-listen",
      paramLabel = "HOST:PORT",
      description = "Where the broker inside listens (default: ${DEFAULT-VALUE}).")
  private String mqttListen = "127.0.0.1:1883";

  @Option(
      names = "--prefix",
      paramLabel = "TOPIC",
      description = "Prefix of all topics (default: ${DEFAULT-VALUE}).")
  private String prefix = Topics.DEFAULT_PREFIX;

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--local-nodes",
      paramLabel = "N",
      description = "Nodes to start on this machine, 0 to 16 (default: ${DEFAULT-VALUE}).")
  private int localNodes;

  @Option(
      names = "--home-assistant",
      paramLabel = "PREFIX",
      arity = "0..1",
      fallbackValue = DiscoveryTopics.DEFAULT_PREFIX,
      description =
          "Let nodes appear in Home Assistant by MQTT discovery under this prefix (default without"
              + " a value: ${FALLBACK-VALUE}).")
  private @Nullable String homeAssistant;

  @Mixin private LogOptions log = new LogOptions();

  @Mixin private MetricsOptions metrics = new MetricsOptions();

  @Mixin private AccessOptions access = new AccessOptions();

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Option(
      names = "--experiment-data",
      paramLabel = "DIR",
      description =
          "Where experiments find the files that specs name, data and models, below it (default: none,"
              + " and of data MNIST only).")
  private @Nullable Path experimentData;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    FleetConfig config = config();
    log.apply();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stopFor(stop, stopped), "stop-on-signal");
    try (FleetWiring fleet = new FleetWiring(config)) {
      Runtime.getRuntime().addShutdownHook(onSignal);
      say(
          err,
          "ready at %s, broker %s, data in %s"
              .formatted(fleet.address(), fleet.broker(), config.dataDirectory()));
      if (format.chosen() == OutputFormat.json) {
        format.print("", ready(config, fleet));
      }
      stop.await();
      say(err, "stopping");
    } finally {
      stopped.countDown();
    }
    return ExitCode.DONE.code();
  }

  /** For programs that start one and want to know where it is. */
  private static Map<String, ?> ready(FleetConfig config, FleetWiring fleet) {
    return Map.of(
        "server", fleet.address(),
        "broker", fleet.broker().toString(),
        "dataDirectory", config.dataDirectory().toString());
  }

  /** To whoever started it; whoever reads every line as JSON gets it as such. */
  private void say(PrintWriter err, String line) {
    if (log.isJson()) {
      LOG.info("{}", line);
    } else {
      err.println("espalier: " + line);
      err.flush();
    }
  }

  private static void stopFor(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FleetConfig config() {
    try {
      return new FleetConfig(
          FleetConfig.Address.parse("--listen", listen),
          dataDirectory,
          broker == null ? null : LinkConfig.brokerAddress(broker),
          security.security(),
          enrolment(),
          FleetConfig.Address.parse("--mqtt-listen", mqttListen),
          new Topics(prefix),
          store.config(),
          localNodes,
          localNodes == 0 ? null : NodeProgram.locate(),
          metrics.config(),
          ExperimentsConfig.several(experimentData),
          access.config(),
          homeAssistant == null ? null : new DiscoveryTopics(homeAssistant));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private FleetConfig.@Nullable Enrolment enrolment() {
    if (enrolBroker == null && authority == null) {
      return null;
    }
    if (enrolBroker == null || authority == null) {
      throw new IllegalArgumentException(
          "enrolment: expected both --enrol-broker and --authority, found one");
    }
    return new FleetConfig.Enrolment(LinkConfig.brokerAddress(enrolBroker), authority);
  }
}
