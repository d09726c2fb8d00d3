package io.espalier.controller.http;

import io.espalier.shared.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Something that happened, written down once however many read it, and not at all for nobody. */
final class Event {
  private final long number;
  private final String type;
  private final Object view;
  private volatile @Nullable String json;

  Event(long number, String type, Object view) {
    this.number = number;
    this.type = type;
    this.view = view;
  }

  /** Grows by one with each. */
  long number() {
    return number;
  }

  String type() {
    return type;
  }

  /** Its view, in one line. */
  String json() {
    String known = json;
    if (known == null) {
      known = new String(MessageCodec.encode(view), StandardCharsets.UTF_8);
      json = known;
    }
    return known;
  }
}
