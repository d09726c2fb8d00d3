package io.espalier.node.telemetry;

/** What a telemetry record is about; each kind has a topic of its own. */
public enum TelemetryKind {
  /** How busy the node is. */
  SYSTEM(0),
  /** How fast a model ran. */
  INFERENCE(1),
  /** How often a model was right. */
  ACCURACY(2),
  /** How far what a model meets is from what it met before. */
  DRIFT(3),
  /** Which records are gone. */
  DROPPED(4);

  private final byte code;

  TelemetryKind(int code) {
    this.code = (byte) code;
  }

  /** Its number in files, which outlive programs. */
  byte code() {
    return code;
  }

  /**
   * The kind of that number.
   *
   * @throws IllegalArgumentException if there is none
   */
  static TelemetryKind of(byte code) {
    for (TelemetryKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("telemetry kind: expected 0 to 4, found " + code);
  }
}
