package io.espalier.shared.link;

/** The broker answered with a reason code of failure (MQTT 5, section 2.4). */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(int reasonCode) {
    super("the broker refused with reason code " + reasonCode);
  }
}
