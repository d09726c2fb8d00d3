package io.espalier.controller;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.access.Sessions;
import io.espalier.controller.access.Tokens;
import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.artifact.SigningKey;
import io.espalier.controller.backup.Backup;
import io.espalier.controller.broker.EmbeddedBroker;
import io.espalier.controller.files.DataDirectory;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.fleet.Fleet;
import io.espalier.controller.fleet.LocalNodes;
import io.espalier.controller.http.AccessRoutes;
import io.espalier.controller.http.ArtifactRoutes;
import io.espalier.controller.http.BackupRoutes;
import io.espalier.controller.http.ChangeFeed;
import io.espalier.controller.http.DriverRoutes;
import io.espalier.controller.http.Entrance;
import io.espalier.controller.http.EventRoutes;
import io.espalier.controller.http.Events;
import io.espalier.controller.http.FleetRoutes;
import io.espalier.controller.http.Gate;
import io.espalier.controller.http.HealthRoutes;
import io.espalier.controller.http.HttpServerVerticle;
import io.espalier.controller.http.Idempotency;
import io.espalier.controller.http.MetricsRoutes;
import io.espalier.controller.http.NodeRoutes;
import io.espalier.controller.http.OpenApiRoutes;
import io.espalier.controller.http.Readers;
import io.espalier.controller.http.RolloutRoutes;
import io.espalier.controller.http.SeriesRoutes;
import io.espalier.controller.http.TelemetryRoutes;
import io.espalier.controller.http.TelemetryStream;
import io.espalier.controller.http.TokenRefresh;
import io.espalier.controller.lead.Leadership;
import io.espalier.controller.link.ArtifactPublisher;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.metrics.Metrics;
import io.espalier.controller.openapi.ApiDescription;
import io.espalier.controller.rollout.RolloutArchive;
import io.espalier.controller.rollout.RolloutDriver;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.controller.store.LeaderLock;
import io.espalier.controller.store.Retention;
import io.espalier.controller.store.Store;
import io.espalier.controller.telemetry.LatestFigures;
import io.espalier.controller.telemetry.Series;
import io.espalier.controller.telemetry.TelemetryIngest;
import io.espalier.controller.telemetry.TelemetryRetention;
import io.espalier.controller.telemetry.TelemetryUpkeep;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.fleet.NodeId;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** Constructs the controller of a fleet and starts it; closing ends the parts in reverse. */
public final class FleetWiring implements AutoCloseable {
  private static final int STORE_THREADS = 4;

  private final Parts parts = new Parts();
  private final URI broker;
  private final DesiredStates desired;
  private final HttpServerVerticle http;
  private final String scheme;
  private final String host;

  /**
   * Starts everything.
   *
   * @throws IOException if the data directory cannot be had
   * @throws ExecutionException if a part could not be started; its cause says why
   * @throws RefusedException if others than this machine are to be let in without tokens
   */
  public FleetWiring(FleetConfig config)
      throws IOException, ExecutionException, InterruptedException, RefusedException {
    this.scheme = config.access().hasTls() ? "https" : "http";
    this.host = config.listen().host();
    try {
      DataDirectory directory = parts.own(DataDirectory.open(config.dataDirectory()));
      Store store = parts.own(Store.open(config.store().addressOr(directory.database())));
      Retention keep = config.store().keep();
      LeaderLock lock = store.leaderLock().map(parts::own).orElse(null);
      Leadership leadership = new Leadership(lock, this::address);
      Vertx vertx = parts.vertx();
      WorkerExecutor storeThreads = vertx.createSharedWorkerExecutor("store", STORE_THREADS);
      Metrics metrics = parts.own(new Metrics(config.metrics(), BuildVersion.current().toString()));
      String runId = HexFormat.of().toHexDigits(new SecureRandom().nextInt());

      this.broker = config.broker() != null ? config.broker() : startBroker(config);
      ControllerLink link =
          new ControllerLink(broker, "espalier-controller-" + runId, config.security());
      ArtifactPublisher publisher = new ArtifactPublisher(vertx, link, config.topics());
      ArtifactLibrary library =
          new ArtifactLibrary(
              directory.artifacts(),
              store.artifacts(),
              SigningKey.of(config.dataDirectory()).orElse(null));
      Fleet fleet =
          new Fleet(link, config.topics(), store.nodes(), storeThreads, leadership::isMine);
      this.desired =
          new DesiredStates(
              link,
              config.topics(),
              store.nodes(),
              library,
              publisher,
              storeThreads,
              leadership::isMine);
      fleet.onChange(node -> node.unobtainable().ifPresent(desired::republish));
      ControllerLink telemetryLink =
          ControllerLink.forgotten(broker, "espalier-telemetry-" + runId, config.security());
      LatestFigures latest = new LatestFigures();
      TelemetryIngest ingest =
          new TelemetryIngest(
              telemetryLink,
              link,
              config.topics(),
              lock == null || config.broker() == null
                  ? config.topics().everyTelemetry()
                  : config.topics().sharedTelemetry(),
              store.telemetry(),
              fleet.registry(),
              latest);
      RolloutArchive archive = new RolloutArchive(store.rollouts());
      RolloutDriver rollouts = new RolloutDriver(fleet, desired, library, archive, storeThreads);
      Events events = new Events();
      ChangeFeed<NodeId> nodeChanges = ChangeFeed.ofNodes(events, fleet.registry(), desired);
      fleet.onChange(node -> nodeChanges.changed(node.id()));
      ChangeFeed<RolloutId> rolloutChanges = ChangeFeed.ofRollouts(events, archive, storeThreads);
      rollouts.onChange(rolloutChanges::changed);
      ExperimentParts experiments =
          ExperimentParts.of(config, broker, vertx, store, library, desired, events, storeThreads);
      Readers readers = new Readers();
      Tokens tokens = new Tokens(store.tokens());
      requireTokensForOthers(config, tokens);
      Gate gate = new Gate(config.access(), config.listen().isLoopback(), tokens, new Sessions());
      Entrance entrance =
          Entrance.of(config.access(), gate, new Idempotency(store.answers(), storeThreads));
      this.http =
          new HttpServerVerticle(
              config.listen().host(),
              config.listen().port(),
              List.of(
                  new DriverRoutes(leadership),
                  new NodeRoutes(fleet, desired, archive, storeThreads),
                  new FleetRoutes(fleet.registry(), latest, storeThreads),
                  new ArtifactRoutes(library, desired, archive, storeThreads),
                  new TelemetryRoutes(ingest, store.telemetry(), publisher, storeThreads),
                  new SeriesRoutes(
                      new Series(store.telemetry(), store.history(), keep), storeThreads),
                  new RolloutRoutes(rollouts, archive, storeThreads),
                  experiments.routes(),
                  new TelemetryStream(store.telemetry(), readers, storeThreads),
                  new AccessRoutes(tokens, gate, storeThreads),
                  new BackupRoutes(
                      new Backup(store.snapshot(), library, directory.root(), experiments.copies()),
                      storeThreads),
                  new EventRoutes(events, readers),
                  new OpenApiRoutes(ApiDescription.read())),
              List.of(
                  new MetricsRoutes(metrics::scrape, Metrics.CONTENT_TYPE, storeThreads),
                  new HealthRoutes(Needs.of(link, telemetryLink, store, storeThreads))),
              metrics.requests(),
              config.experiments().only() == null ? entrance : entrance.unlogged());
      metrics.connections(Map.of("fleet", link, "telemetry", telemetryLink));
      metrics.fleet(fleet.registry());
      metrics.nodes(fleet.registry(), latest);
      metrics.telemetry(ingest);
      metrics.rollouts(rollouts);
      metrics.store(store::pool);

      parts.deploy(new TokenRefresh(tokens, storeThreads));
      parts.deploy(nodeChanges);
      parts.deploy(rolloutChanges);
      parts.deploy(experiments.changes());
      new HomeAssistantParts(config, store.nodes(), storeThreads)
          .startAll(parts, link, fleet, library::name);
      parts.deploy(link);
      parts.deploy(fleet);
      parts.deploy(desired);
      parts.deploy(telemetryLink);
      parts.deploy(ingest);
      parts.deploy(
          new TelemetryRetention(
              new TelemetryUpkeep(store.telemetry(), store.history(), keep, Clock.systemUTC()),
              storeThreads,
              leadership::isMine));
      parts.deploy(rollouts);
      storeThreads.executeBlocking(
          () -> {
            latest.restore(store.telemetry());
            return null;
          });
      parts.deploy(http);
      if (config.enrolment() != null) {
        new EnrolmentParts(config, config.enrolment(), runId).startAll(parts);
      }
      if (config.nodeProgram() != null) {
        parts.deploy(
            new LocalNodes(
                config.nodeProgram(),
                broker,
                config.topics(),
                link,
                config.nodeDirectory(),
                localIds(config, runId)));
      }
      new Driving(vertx)
          .follow(
              leadership,
              library,
              fleet,
              desired,
              rollouts,
              experiments.laboratory(),
              storeThreads);
      parts.deploy(leadership);
    } catch (IOException
        | ExecutionException
        | InterruptedException
        | RefusedException
        | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Which broker it uses. */
  public URI broker() {
    return broker;
  }

  /** What should run on its nodes. */
  DesiredStates desired() {
    return desired;
  }

  /** What can be asked over HTTP, as {@code GET /nodes/{id}}. */
  public Set<String> operations() {
    return http.operations();
  }

  /** Where it is asked, with its port. */
  public String address() {
    return "%s://%s:%d".formatted(scheme, host, httpPort());
  }

  private static void requireTokensForOthers(FleetConfig config, Tokens tokens)
      throws RefusedException {
    if (config.access().isForOthers() && tokens.isEmpty()) {
      throw new RefusedException(
          "tokens: expected an admin's before others than this machine are let in, found none;"
              + " 'espalier tokens init' gives it out");
    }
  }

  /** The port that it answers on. */
  public int httpPort() {
    return http.port();
  }

  @Override
  public void close() {
    parts.close();
  }

  private URI startBroker(FleetConfig config) throws ExecutionException, InterruptedException {
    EmbeddedBroker inside =
        new EmbeddedBroker(config.mqttListen().host(), config.mqttListen().port());
    parts.deploy(inside);
    return inside.address();
  }

  /** On a broker that others use too, the names of our nodes must not be theirs. */
  private static List<NodeId> localIds(FleetConfig config, String runId) {
    String prefix = config.broker() == null ? "local-" : "local-" + runId + "-";
    return IntStream.rangeClosed(1, config.localNodes())
        .mapToObj(number -> new NodeId(prefix + number))
        .toList();
  }
}
