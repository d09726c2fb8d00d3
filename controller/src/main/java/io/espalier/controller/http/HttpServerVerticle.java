package io.espalier.controller.http;

import io.espalier.controller.access.AccessConfig;
import io.espalier.controller.api.Health;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Serves the HTTP interface to those whom its gate lets in. */
public final class HttpServerVerticle extends VerticleBase {
  private static final String BASE = "/api/v1";

  /** Longer than any answer takes; whoever follows events hears something more often. */
  private static final int IDLE_SECONDS = 180;

  private final String host;
  private final int requestedPort;
  private final List<Routes> resources;
  private final List<Routes> roots;
  private final RequestTimes times;
  private final Entrance entrance;
  private volatile int port;
  private volatile Set<String> operations = Set.of();

  /** A server for programs of this machine, with nothing but resources. */
  HttpServerVerticle(List<? extends Routes> resources, RequestListener listener) {
    this("127.0.0.1", 0, resources, List.of(), listener, Entrance.LOCAL);
  }

  /**
   * A server that will listen there, port 0 for any free one.
   *
   * @param resources under {@code /api/v1}
   * @param roots beside it
   * @param listener hears of each request
   * @param entrance what requests pass before they reach any of those
   */
  public HttpServerVerticle(
      String host,
      int port,
      List<? extends Routes> resources,
      List<? extends Routes> roots,
      RequestListener listener,
      Entrance entrance) {
    this.host = host;
    this.requestedPort = port;
    this.resources = List.copyOf(resources);
    this.roots = List.copyOf(roots);
    this.times = new RequestTimes(listener);
    this.entrance = entrance;
  }

  @Override
  public Future<?> start() {
    Router api = Router.router(vertx);
    // For every method, or an address where nothing is would be one that others are allowed at.
    api.route().handler(new Bodies()::take);
    api.route().handler(entrance.once());
    resources.forEach(resource -> resource.mount(api));
    api.get("/healthz").handler(exchange -> Exchange.answer(exchange, 200, new Health("ok")));
    operations = operations(api);
    Router router = Router.router(vertx);
    Exchange.failuresAsProblems(router);
    Exchange.failuresAsProblems(api);
    router.route().handler(times::time);
    router.route().handler(entrance.log());
    router.route().handler(new Headers(entrance.access().isForOthers())::add);
    router.route().handler(Addresses::requireReadable);
    router.route().handler(entrance.gate());
    roots.forEach(root -> root.mount(router));
    times.know("", router);
    times.know(BASE, api);
    router.route(BASE + "/*").subRouter(api);
    new WebFiles().mount(router);
    return vertx
        .createHttpServer(options())
        .requestHandler(router)
        .listen()
        .onSuccess(server -> port = server.actualPort())
        .recover(this::saidInOneLine);
  }

  /** Where it listens; known once started. */
  public int port() {
    return port;
  }

  /** What can be asked below the base, as {@code GET /nodes/{id}}; known once started. */
  public Set<String> operations() {
    return operations;
  }

  private static Set<String> operations(Router api) {
    Set<String> found = new TreeSet<>();
    for (Route route : api.getRoutes()) {
      Set<HttpMethod> methods = route.methods() == null ? Set.of() : route.methods();
      for (HttpMethod method : methods) {
        found.add(method + " " + route.getPath().replaceAll(":([A-Za-z]+)", "{$1}"));
      }
    }
    return Set.copyOf(found);
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(requestedPort)
            .setIdleTimeout(IDLE_SECONDS)
            .setCompressionSupported(true)
            .setCompressionLevel(1);
    AccessConfig access = entrance.access();
    if (access.certificate() != null && access.key() != null) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(access.certificate().toAbsolutePath().toString())
                  .setKeyPath(access.key().toAbsolutePath().toString()));
    }
    return options;
  }

  private Future<HttpServer> saidInOneLine(Throwable failure) {
    BindException said =
        new BindException(
            "%s:%d: expected a free port of this machine, found: %s"
                .formatted(host, requestedPort, failure.getMessage()));
    said.initCause(failure);
    return Future.failedFuture(said);
  }
}
