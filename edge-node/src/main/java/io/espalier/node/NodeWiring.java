package io.espalier.node;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.artifact.SignerKey;
import io.espalier.node.deployment.Deployer;
import io.espalier.node.disk.FlashMeter;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.TfLiteEngine;
import io.espalier.node.link.NodeLink;
import io.espalier.node.observe.DriftMonitor;
import io.espalier.node.observe.LiveLatency;
import io.espalier.node.observe.LiveReporter;
import io.espalier.node.supervise.Supervisor;
import io.espalier.node.telemetry.ReportClock;
import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.SystemProbe;
import io.espalier.node.telemetry.SystemReporter;
import io.espalier.node.telemetry.TelemetryOutbox;
import io.espalier.node.trial.TrialRunner;
import io.espalier.shared.link.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Puts a node together from its parts, and takes it down. */
final class NodeWiring implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NodeWiring.class.getName());

  /** Made by systemd when the network has set the clock; where it is absent, nobody knows. */
  private static final Path CLOCK_SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");

  private final DataDirectory data;
  private final NodeLink link;
  private final Deployer deployer;
  private final TrialRunner trials;
  private final ReportClock reports;
  private final Serving serving;
  private final TelemetryOutbox telemetry;

  private NodeWiring(
      DataDirectory data,
      NodeLink link,
      Deployer deployer,
      TrialRunner trials,
      ReportClock reports,
      Serving serving,
      TelemetryOutbox telemetry) {
    this.data = data;
    this.link = link;
    this.deployer = deployer;
    this.trials = trials;
    this.reports = reports;
    this.serving = serving;
    this.telemetry = telemetry;
  }

  /**
   * Starts a node; it needs no broker to start.
   *
   * @param supervisor is told when it has started, and that it lives
   * @throws IOException with one line for people, if the data directory, a certificate, a secret or
   *     the address for inference cannot be used
   * @throws EngineException if models cannot be run on this machine
   */
  static NodeWiring start(NodeConfig config, Supervisor supervisor)
      throws IOException, EngineException {
    config.security().check();
    String tensorflowLite = TfLiteEngine.version();
    InstantSource clock = InstantSource.system();
    DataDirectory data = DataDirectory.open(config.dataDirectory(), clock);
    Stamps stamps = new Stamps(data.epoch(), clock, () -> Files.exists(CLOCK_SYNCHRONISED));
    NodeLink link =
        new NodeLink(
            config.broker(),
            config.security(),
            Backoff.within(config.reconnectWithin()),
            config.id(),
            config.topics(),
            stamps);
    FlashMeter flash = new FlashMeter();
    ArtifactCache artifacts =
        ArtifactCache.open(
            data.artifacts(),
            config.cacheBytes(),
            config.maxArtifactBytes(),
            config.signingKey() == null ? null : SignerKey.read(config.signingKey()),
            link,
            clock,
            flash);
    TelemetryOutbox telemetry =
        TelemetryOutbox.open(
            config.id(), stamps, data.telemetry(), config.telemetryBytes(), flash, link);
    SystemProbe probe = new SystemProbe();
    TrialRunner trials =
        TrialRunner.measuring(
            config.id(), stamps, artifacts, TfLiteEngine::load, probe::read, link, telemetry);
    SystemReporter system =
        new SystemReporter(
            config.id(), stamps, probe::read, telemetry, flash::bytes, telemetry::dropped);

    Serving serving = Serving.start(config.inferListen(), link);
    LiveLatency latency = new LiveLatency();
    DriftMonitor drift = new DriftMonitor();
    serving.live().onInference(latency);
    serving.live().onInference(drift);
    LiveReporter observed = new LiveReporter(config.id(), stamps, latency, drift, telemetry);
    telemetry.start();
    link.onTelemetry(telemetry::connected, telemetry::acknowledged);
    Deployer deployer =
        Deployer.of(
            config.id(),
            stamps,
            data.path(),
            flash,
            artifacts,
            TfLiteEngine::load,
            probe::read,
            serving.live(),
            link,
            telemetry,
            drift::reference);
    deployer.start();
    link.onDesired(deployer::want, deployer::connected);
    link.start(probe.describe(tensorflowLite, config.labels()), trials::submit)
        .thenRun(() -> logReady(config));
    ReportClock reports = new ReportClock();
    reports.every(config.telemetryInterval(), system::report, observed::report);
    supervisor.beat().ifPresent(beat -> reports.every(beat, supervisor::alive));
    supervisor.ready();
    return new NodeWiring(data, link, deployer, trials, reports, serving, telemetry);
  }

  private static void logReady(NodeConfig config) {
    long millis =
        ProcessHandle.current()
            .info()
            .startInstant()
            .map(start -> Duration.between(start, Instant.now()).toMillis())
            .orElse(0L);
    LOG.log(
        System.Logger.Level.INFO,
        "nodeId=%s ready, %d ms after its start".formatted(config.id(), millis));
  }

  /** Says goodbye, if the broker is there, and stops everything. */
  @Override
  public void close() {
    deployer.close();
    link.close();
    reports.close();
    trials.close();
    serving.close();
    telemetry.close();
    try {
      data.close();
    } catch (IOException e) {
      // The lock goes with the process in any case.
    }
  }
}
