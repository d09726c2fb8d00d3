package io.espalier.controller.http;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Set;

/** Takes bodies into memory: up to 1 MiB, and as much as an artifact may have where one comes. */
final class Bodies {
  private static final String ARTIFACTS = "/api/v1/artifacts";
  private static final long MOST_BYTES = 1 << 20;
  private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT);

  /** What programs send unless told otherwise, and what is taken apart as a form. */
  private static final Set<String> FORMS =
      Set.of("application/x-www-form-urlencoded", "multipart/form-data");

  private static final int UNSUPPORTED = 415;

  private final BodyHandler small = BodyHandler.create(false).setBodyLimit(MOST_BYTES);
  private final BodyHandler large =
      BodyHandler.create(false).setBodyLimit(ArtifactLibrary.MOST_BYTES);

  /** Passes on with the body, if there may be one. */
  void take(RoutingContext exchange) {
    if (!WITH_BODY.contains(exchange.request().method())) {
      exchange.next();
      return;
    }
    String type = type(exchange.request());
    if (FORMS.contains(type) && hasBody(exchange.request())) {
      throw new ProblemException(
          UNSUPPORTED, "Content-Type: expected what the body is and no form, found " + type);
    }
    (exchange.normalizedPath().equals(ARTIFACTS) ? large : small).handle(exchange);
  }

  private static String type(HttpServerRequest request) {
    String said = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return said == null ? "" : said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        : !length.equals("0");
  }
}
