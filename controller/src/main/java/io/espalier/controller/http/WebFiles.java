package io.espalier.controller.http;

import io.espalier.shared.artifact.Digest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dashboard: files of the class path, from {@code webroot/} and from WebJars. A browser keeps
 * them and asks each time whether they changed.
 */
final class WebFiles {
  private static final String WEBJARS = "/webjars/";
  private static final Pattern NAME =
      Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*[.]([a-z]+)");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Nothing from elsewhere, nothing inside the page itself, and in nobody else's frame. */
  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Map<String, WebFile> known = new ConcurrentHashMap<>();

  /**
   * A file as it is sent.
   *
   * @param tag changes with the content
   */
  private record WebFile(String type, String tag, Buffer content) {}

  /** Answers what is not asked of the interface for programs, and has no route of its own. */
  void mount(Router root) {
    root.getWithRegex("^/(?!api/).*").handler(this::serve);
  }

  private void serve(RoutingContext exchange) {
    String path = exchange.normalizedPath();
    String name = path.equals("/") ? "/index.html" : path;
    Matcher matcher = NAME.matcher(name);
    String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
    if (type == null) {
      exchange.next();
      return;
    }
    WebFile before = known.get(name);
    if (before != null) {
      send(exchange, before);
      return;
    }
    exchange
        .vertx()
        .executeBlocking(() -> read(name, type), false)
        .onSuccess(
            file ->
                file.ifPresentOrElse(
                    found -> {
                      known.put(name, found);
                      send(exchange, found);
                    },
                    exchange::next))
        .onFailure(exchange::fail);
  }

  private static void send(RoutingContext exchange, WebFile file) {
    HttpServerResponse response =
        exchange
            .response()
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader("Content-Security-Policy", POLICY)
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("X-Content-Type-Options", "nosniff");
    exchange.etag(file.tag());
    if (exchange.isFresh()) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.content());
    }
  }

  private static Optional<WebFile> read(String name, String type) throws IOException {
    String resource = name.startsWith(WEBJARS) ? "/META-INF/resources" + name : "/webroot" + name;
    try (InputStream in = WebFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] content = in.readAllBytes();
      String tag = Digest.of(content).abbreviated();
      return Optional.of(new WebFile(type, tag, Buffer.buffer(content)));
    }
  }
}
