package io.espalier.controller.http;

import java.time.Duration;

/** Hears of each request once it is answered, on the server's event loop. */
@FunctionalInterface
public interface RequestListener {
  /** Nobody listens. */
  RequestListener NONE = (method, route, status, took) -> {};

  /**
   * A request was answered, or whoever asked has gone.
   *
   * @param method such as {@code GET}
   * @param route where it was to, without what stands for its variables: {@code /api/v1/nodes/:id};
   *     {@code unknown} where there is nothing
   * @param status of the answer
   */
  void answered(String method, String route, int status, Duration took);
}
