package io.espalier.controller.http;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.artifact.ArtifactRefusedException;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code /artifacts}: what can be deployed. */
public final class ArtifactRoutes implements Routes {
  private static final int LONGEST_NAME = 200;
  private static final List<ArtifactKind> DEPLOYABLE =
      List.of(ArtifactKind.MODEL, ArtifactKind.HEAD, ArtifactKind.PROBE);

  private final ArtifactLibrary library;
  private final WorkerExecutor workers;

  /** The artifacts of that library; {@code workers} check and code what comes. */
  public ArtifactRoutes(ArtifactLibrary library, WorkerExecutor workers) {
    this.library = library;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/artifacts").handler(this::list);
    api.post("/artifacts").handler(Exchange.body(ArtifactLibrary.MOST_BYTES)).handler(this::add);
  }

  private void list(RoutingContext exchange) {
    Exchange.answer(
        exchange,
        200,
        new ArtifactView.Several(
            library.all().stream()
                .map(stored -> view(stored.manifest(), stored.createdAt()))
                .toList()));
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
        .onSuccess(manifest -> Exchange.answer(exchange, 201, view(manifest, Instant.now())))
        .onFailure(exchange::fail);
  }

  private static ArtifactKind kind(String text) {
    for (ArtifactKind kind : DEPLOYABLE) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
        return kind;
      }
    }
    throw ProblemException.badRequest("kind: expected model, head or probe, found '" + text + "'");
  }

  private static ArtifactView view(ArtifactManifest manifest, Instant createdAt) {
    return new ArtifactView(
        manifest.digest(),
        manifest.kind(),
        manifest.name(),
        manifest.size(),
        manifest.plan().size(),
        createdAt);
  }
}
