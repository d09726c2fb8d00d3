package io.espalier.controller.lab;

import io.espalier.controller.experiment.ExperimentId;

/** Something cannot be done with an experiment; the message is one line for whoever asked. */
public final class LabRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  private LabRefusal(boolean unknown, String message) {
    super(message);
    this.unknown = unknown;
  }

  static LabRefusal unknown(ExperimentId id) {
    return absent("experiment " + id + ": expected one, found none");
  }

  static LabRefusal absent(String message) {
    return new LabRefusal(true, message);
  }

  static LabRefusal conflict(String message) {
    return new LabRefusal(false, message);
  }

  /** Whether what was asked about is not there. */
  public boolean isUnknown() {
    return unknown;
  }
}
