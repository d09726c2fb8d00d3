package io.espalier.node.telemetry;

import java.util.concurrent.CompletableFuture;

/** Takes records to the broker. */
public interface TelemetryPublisher {
  /** Whether there is a connection at this moment. */
  boolean isConnected();

  /**
   * Publishes a record, again after a reconnect if it must be.
   *
   * @return done once the broker has it, or it never will
   */
  CompletableFuture<Void> publish(TelemetryRecord record);
}
