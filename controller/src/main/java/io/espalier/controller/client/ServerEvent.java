package io.espalier.controller.client;

import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Something that a controller told as it happened.
 *
 * @param id after which one can go on; empty if there is none
 * @param type what kind it is of
 * @param data what it says, JSON
 */
public record ServerEvent(String id, String type, String data) {
  /**
   * Puts events together from the lines of {@code text/event-stream}, in the manner of its
   * standard; what it does not need it does not read.
   */
  static final class Reader implements Flow.Subscriber<String> {
    private final Consumer<ServerEvent> each;
    private final StringBuilder data = new StringBuilder();
    private String id = "";
    private String type = "message";

    Reader(Consumer<ServerEvent> each) {
      this.each = each;
    }

    @Override
    public void onSubscribe(Flow.Subscription lines) {
      lines.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.isEmpty()) {
        end();
        return;
      }
      List<String> parts = List.of(line.split(": ?", 2));
      String value = parts.size() < 2 ? "" : parts.get(1);
      switch (parts.get(0)) {
        case "id" -> id = value;
        case "event" -> type = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        default -> {
          // A comment keeps the connection open; how soon to come back is for the caller.
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      // Whoever waits for the end of the stream hears of it.
    }

    @Override
    public void onComplete() {
      // What was not ended is not told.
    }

    private void end() {
      if (!data.isEmpty()) {
        each.accept(new ServerEvent(id, type, data.toString()));
      }
      data.setLength(0);
      type = "message";
    }
  }
}
