package io.espalier.controller.http;

import io.espalier.shared.artifact.Digest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a resource is told apart by from what it was, so that nobody changes what they have not
 * seen.
 *
 * @param text in quotation marks
 */
record Tag(String text) {
  private static final int CHANGED = 412;

  /** The tag of what those parts say. */
  static Tag of(Object... parts) {
    byte[] said = Arrays.toString(parts).getBytes(StandardCharsets.UTF_8);
    return new Tag('"' + Digest.of(said).abbreviated() + '"');
  }

  /** Tells it with the answer. */
  void tell(RoutingContext exchange) {
    exchange.response().putHeader(HttpHeaders.ETAG, text);
  }

  /** Which tags a request is meant for; absent for any. */
  static @Nullable String wanted(RoutingContext exchange) {
    return exchange.request().getHeader(HttpHeaders.IF_MATCH);
  }

  /**
   * Whether it is one of those that a request is meant for.
   *
   * @param wanted of {@link #wanted}
   */
  boolean matches(@Nullable String wanted) {
    return wanted == null
        || wanted.strip().equals("*")
        || List.of(wanted.split("\\s*,\\s*", -1)).contains(text);
  }

  /** What those are told who have not seen the newest. */
  static ProblemException changed(String what) {
    return new ProblemException(CHANGED, "If-Match: " + what + " has changed since; look again");
  }
}
