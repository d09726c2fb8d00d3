package io.espalier.node.deployment;

import io.espalier.shared.deployment.ReportedState;

/** Takes what the node says about its model to whoever listens. */
public interface ReportSink {
  /** Whether anybody can hear it at present. */
  boolean isConnected();

  /** Publishes it, retained. */
  void publish(ReportedState state);
}
