package io.espalier.controller.http;

import io.espalier.controller.openapi.ApiDescription;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.ext.web.Router;

/** {@code /openapi.json}: what all the others are. */
public final class OpenApiRoutes implements Routes {
  private final byte[] document;

  /** A description that does not change. */
  public OpenApiRoutes(ApiDescription description) {
    this.document = MessageCodec.encode(description.document());
  }

  @Override
  public void mount(Router api) {
    api.get("/openapi.json").handler(exchange -> Exchange.answer(exchange, 200, document));
  }
}
