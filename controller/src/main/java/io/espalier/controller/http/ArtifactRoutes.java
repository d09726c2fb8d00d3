package io.espalier.controller.http;

import io.espalier.compressor.tflite.InventoryReader;
import io.espalier.controller.api.ArtifactDetail;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.artifact.ArtifactRefusedException;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.rollout.RolloutArchive;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code /artifacts}: what can be deployed. */
public final class ArtifactRoutes implements Routes {
  private static final int LONGEST_NAME = 200;
  private static final List<ArtifactKind> DEPLOYABLE =
      List.of(ArtifactKind.MODEL, ArtifactKind.HEAD, ArtifactKind.PROBE);

  private final ArtifactLibrary library;
  private final DesiredStates desired;
  private final RolloutArchive rollouts;
  private final WorkerExecutor workers;

  /**
   * The artifacts of that library; {@code workers} check and code what comes.
   *
   * @param desired what nodes are to have is not removed
   * @param rollouts nor is what they take there
   */
  public ArtifactRoutes(
      ArtifactLibrary library,
      DesiredStates desired,
      RolloutArchive rollouts,
      WorkerExecutor workers) {
    this.library = library;
    this.desired = desired;
    this.rollouts = rollouts;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/artifacts").handler(this::list);
    api.post("/artifacts").handler(this::add);
    api.get("/artifacts/:digest").handler(this::show);
    api.delete("/artifacts/:digest").handler(this::remove);
  }

  private void list(RoutingContext exchange) {
    Map<Digest, Long> wanted = desired.wanted();
    Page.Of<ArtifactLibrary.Stored> found =
        Page.asked(exchange)
            .newestFirst(
                library.all(),
                ArtifactLibrary.Stored::createdAt,
                stored -> stored.manifest().digest().hex());
    Exchange.answer(
        exchange,
        200,
        new ArtifactView.Several(
            found.items().stream()
                .map(
                    stored ->
                        view(
                            stored.manifest(),
                            wanted.getOrDefault(stored.manifest().digest(), 0L),
                            stored.createdAt()))
                .toList(),
            found.next()));
  }

  private void add(RoutingContext exchange) {
    ArtifactKind kind = kind(exchange.request().getParam("kind", ""));
    String name = exchange.request().getParam("name", "");
    Buffer body = exchange.body().buffer();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw ProblemException.badRequest(
          "name: expected 1 to %d characters, found %d".formatted(LONGEST_NAME, name.length()));
    }
    if (body == null || body.length() == 0) {
      throw ProblemException.badRequest("body: expected the artifact, found nothing");
    }
    workers
        .executeBlocking(() -> library.add(kind, name, body.getBytes()), false)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof ArtifactRefusedException
                        ? ProblemException.unprocessable(String.valueOf(failure.getMessage()))
                        : failure))
        .onSuccess(manifest -> Exchange.answer(exchange, 201, view(manifest, 0, Instant.now())))
        .onFailure(exchange::fail);
  }

  private void show(RoutingContext exchange) {
    Digest digest = digest(exchange);
    long nodes = desired.wanted().getOrDefault(digest, 0L);
    workers
        .executeBlocking(() -> detail(digest, nodes), false)
        .onSuccess(detail -> Exchange.answer(exchange, 200, detail))
        .onFailure(exchange::fail);
  }

  private ArtifactDetail detail(Digest digest, long nodes) throws IOException {
    ArtifactLibrary.Stored stored =
        library.all().stream()
            .filter(one -> one.manifest().digest().equals(digest))
            .findFirst()
            .orElseThrow(() -> unknown(digest));
    ArtifactView view = view(stored.manifest(), nodes, stored.createdAt());
    return stored.manifest().kind() == ArtifactKind.PROBE
        ? ArtifactDetail.of(view)
        : ArtifactDetail.of(view, InventoryReader.read(library.content(digest)));
  }

  private static ProblemException unknown(Digest digest) {
    return ProblemException.notFound(
        "artifact " + digest + ": expected one that is kept, found none");
  }

  private static Digest digest(RoutingContext exchange) {
    try {
      return new Digest(exchange.pathParam("digest"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private void remove(RoutingContext exchange) {
    Digest digest = digest(exchange);
    workers
        .executeBlocking(
            () -> {
              requireUnused(digest);
              return library
                  .remove(digest)
                  .map(manifest -> view(manifest, 0, Instant.now()))
                  .orElseThrow(() -> unknown(digest));
            },
            false)
        .onSuccess(view -> Exchange.answer(exchange, 200, view))
        .onFailure(exchange::fail);
  }

  private void requireUnused(Digest digest) throws MalformedMessageException {
    long nodes = desired.wanted().getOrDefault(digest, 0L);
    if (nodes > 0) {
      throw ProblemException.conflict(
          "artifact %s: expected no node that is to have it, found %d"
              .formatted(digest.abbreviated(), nodes));
    }
    Optional<RolloutId> needing = rollouts.needing(digest);
    if (needing.isPresent()) {
      throw ProblemException.conflict(
          "artifact %s: expected no rollout that needs it, found %s"
              .formatted(digest.abbreviated(), needing.get()));
    }
  }

  private static ArtifactKind kind(String text) {
    for (ArtifactKind kind : DEPLOYABLE) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
        return kind;
      }
    }
    throw ProblemException.badRequest("kind: expected model, head or probe, found '" + text + "'");
  }

  private static ArtifactView view(ArtifactManifest manifest, long nodes, Instant createdAt) {
    return new ArtifactView(
        manifest.digest(),
        manifest.kind(),
        manifest.name(),
        manifest.size(),
        manifest.plan().size(),
        nodes,
        createdAt);
  }
}
