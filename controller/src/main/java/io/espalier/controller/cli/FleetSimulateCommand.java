package io.espalier.controller.cli;

import io.espalier.controller.report.Table;
import io.espalier.controller.simulation.SimulationPlan;
import io.espalier.controller.simulation.SimulationReport;
import io.espalier.controller.simulation.SyntheticModel;
import io.espalier.shared.link.LinkConfig;
import io.espalier.simulator.Faults;
import io.espalier.simulator.FleetPlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier fleet simulate}. */
@Command(
    name = "simulate",
    description = {
      "Deploys a model to thousands of simulated nodes, through a real controller and a real broker,"
          + " and counts what arrived.",
      "The nodes speak the agent's protocol over sessions of their own; they run no models. Nothing"
          + " printed here was measured on a node."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FleetSimulateCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many, 1 to 20,000 (default: ${DEFAULT-VALUE}).")
  private int nodes = 10_000;

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description =
          "An MQTT 5 broker, mqtt://host[:port] (default: a mosquitto of its own if one is"
              + " installed, else one inside the controller).")
  private @Nullable String broker;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--offline",
      paramLabel = "SHARE",
      description = "Nodes that are away when the model comes (default: ${DEFAULT-VALUE}).")
  private String offline = "0%";

  @Option(
      names = "--slow",
      paramLabel = "SHARE",
      description = "Nodes that take half a second over every message (default: ${DEFAULT-VALUE}).")
  private String slow = "0%";

  @Option(
      names = "--losing",
      paramLabel = "SHARE",
      description = "Nodes whose link breaks when chunks come (default: ${DEFAULT-VALUE}).")
  private String losing = "0%";

  @Option(
      names = "--bad",
      paramLabel = "SHARE",
      description = "Nodes whose hardware flips bits (default: ${DEFAULT-VALUE}).")
  private String bad = "0%";

  @Option(names = "--model", paramLabel = "FILE", description = "A .tflite file to deploy.")
  private @Nullable Path model;

  @Option(
      names = "--model-bytes",
      paramLabel = "N",
      description = "Without a file: size of a made-up one (default: ${DEFAULT-VALUE}).")
  private int modelBytes = 120_000;

  @Option(
      names = "--connects",
      paramLabel = "N",
      description = "Nodes switched on in a second (default: ${DEFAULT-VALUE}).")
  private int connects = 400;

  @Option(
      names = "--reconnect-within",
      paramLabel = "SECONDS",
      description = "As of the node program (default: ${DEFAULT-VALUE}).")
  private int reconnectWithin = 30;

  @Option(
      names = "--telemetry-interval",
      paramLabel = "SECONDS",
      description = "Between samples of a node (default: ${DEFAULT-VALUE}).")
  private int telemetryInterval = 10;

  @Option(
      names = "--telemetry-time",
      paramLabel = "SECONDS",
      description =
          "How long samples are made once all have the model (default: ${DEFAULT-VALUE}).")
  private int telemetryTime = 30;

  @Option(
      names = "--restart-broker",
      description = "Then kill the broker, start it again, and wait for everybody to come back.")
  private boolean restartBroker;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(() -> run(err), "nothing is left of the simulation", err);
  }

  private int run(PrintWriter err) throws Exception {
    SimulationPlan plan = plan();
    SimulationReport report = Simulations.run(plan, err);
    PrintWriter out = command.commandLine().getOut();
    out.println(format.chosen() == OutputFormat.json ? Json.of(report) : table(report));
    out.flush();
    boolean whole =
        report.converged() == report.reachable() && report.recordsSent() == report.recordsStored();
    return (whole ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  private SimulationPlan plan() throws Exception {
    Bounds.require(command, "--nodes", nodes, 1, FleetPlan.MOST_NODES);
    Bounds.require(
        command,
        "--model-bytes",
        modelBytes,
        SyntheticModel.LEAST_BYTES,
        SyntheticModel.MOST_BYTES);
    Bounds.require(command, "--connects", connects, 1, 10_000);
    Bounds.require(command, "--reconnect-within", reconnectWithin, 1, 3_600);
    Bounds.require(command, "--telemetry-interval", telemetryInterval, 1, 3_600);
    Bounds.require(command, "--telemetry-time", telemetryTime, 0, 86_400);
    Path file = model;
    try {
      return new SimulationPlan(
          nodes,
          broker == null ? null : LinkConfig.brokerAddress(broker),
          seed,
          new Faults(
              share("--offline", offline),
              share("--slow", slow),
              share("--losing", losing),
              share("--bad", bad)),
          file == null ? SyntheticModel.of(modelBytes, seed) : ModelFile.read(file),
          file == null ? "simulated" : file.getFileName().toString(),
          connects,
          Duration.ofSeconds(reconnectWithin),
          Duration.ofSeconds(telemetryInterval),
          Duration.ofSeconds(telemetryTime),
          restartBroker,
          PATIENCE);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String table(SimulationReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("nodes, SIMULATED", "" + report.nodes()));
    rows.add(List.of("reachable", "" + report.reachable()));
    rows.add(List.of("converged", "" + report.converged()));
    rows.add(List.of("records sent", "" + report.recordsSent()));
    rows.add(List.of("records stored", "" + report.recordsStored()));
    rows.add(List.of("artifact bytes", "" + report.artifactBytes()));
    rows.add(List.of("bytes published", "" + report.bytesPublished()));
    if (report.bytesPublishedAgain() != null) {
      rows.add(List.of("bytes published after the restart", "" + report.bytesPublishedAgain()));
    }
    rows.add(List.of("connected after", seconds(report.connectSeconds())));
    rows.add(List.of("all have the model after", seconds(report.takeSeconds())));
    rows.add(List.of("converged after", seconds(report.convergeSeconds())));
    rows.add(List.of("known to the controller after", seconds(report.knownSeconds())));
    rows.add(List.of("CONNECT peak per second", "" + report.connectPeakPerSecond()));
    if (report.reconnectSeconds() != null) {
      rows.add(List.of("all back after", seconds(report.reconnectSeconds())));
    }
    rows.add(List.of("controller RSS bytes", "" + report.controllerRssBytes()));
    rows.add(List.of("broker", report.broker()));
    return new Table(List.of("SIMULATED fleet", ""), rows).toText().stripTrailing();
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }

  private static double share(String option, String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    if (!number.matches("[0-9]{1,3}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException(
          option + ": expected a share, 5% or 0.05, found '" + text + "'");
    }
    double value = Double.parseDouble(number);
    return text.endsWith("%") ? value / 100 : value;
  }
}
