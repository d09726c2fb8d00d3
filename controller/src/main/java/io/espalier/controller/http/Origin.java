package io.espalier.controller.http;

import io.espalier.controller.access.AccessConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, and by which name it asks for this controller.
 *
 * @param own the pages of this controller, as the request names it
 * @param name host of that
 * @param page whose script asks; absent where it is no page's
 * @param site what a browser says of that page: {@code same-origin} for ours
 * @param address of whoever asks
 */
record Origin(
    String own, String name, @Nullable String page, @Nullable String site, String address) {
  static Origin of(HttpServerRequest request, AccessConfig config) {
    HostAndPort authority = request.authority();
    boolean proxied = config.behindProxy();
    String forwarded = proxied ? request.getHeader("X-Forwarded-Proto") : null;
    String scheme = forwarded != null ? forwarded : request.isSSL() ? "https" : "http";
    String told = proxied ? request.getHeader("X-Forwarded-For") : null;
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    return new Origin(
        scheme + "://" + (authority == null ? "" : authority),
        authority == null ? "" : authority.host(),
        request.getHeader("Origin"),
        request.getHeader("Sec-Fetch-Site"),
        // The last address is what our own proxy saw; those before it are anybody's word.
        told == null ? String.valueOf(peer) : told.substring(told.lastIndexOf(',') + 1).strip());
  }

  /** Whether it asks by a name that only this machine has for itself. */
  boolean isThisMachine() {
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127([.][0-9]{1,3}){3}");
  }

  /** Whether a page asks that is not ours. */
  boolean isOfAnotherSite() {
    return page != null && !page.equals(own);
  }

  /** Whether a page of ours asks. */
  boolean isOwnPage() {
    return page != null ? page.equals(own) : "same-origin".equals(site);
  }
}
