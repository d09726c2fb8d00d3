package io.espalier.controller.http;

import io.vertx.ext.web.Router;

/** The routes of one resource. */
@FunctionalInterface
public interface Routes {
  /** Adds them to a router: of everything under {@code /api/v1}, unless they say otherwise. */
  void mount(Router api);
}
