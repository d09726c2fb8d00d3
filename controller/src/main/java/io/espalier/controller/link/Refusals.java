package io.espalier.controller.link;

import io.espalier.controller.logs.Quoted;
import io.espalier.controller.logs.Sparing;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages that were not what their topic is for, and says which: the first few of a minute
 * one by one, the others only how many, so that who sends rubbish cannot fill the log. May be used
 * from any thread.
 */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Sparing<Kind> sparing;

  /** What a message should have been. */
  public enum Kind {
    /** Whether a node is there. */
    PRESENCE,
    /** What runs on a node. */
    REPORTED,
    /** What a node measured by itself. */
    TELEMETRY,
    /** What a node measured because it was asked. */
    RESULT,
    /** A new node that asks for a certificate. */
    ENROLMENT;

    /** As metrics and logs name it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Counts from now on. */
  public Refusals() {
    this(System::nanoTime);
  }

  Refusals(LongSupplier nanos) {
    this.sparing = new Sparing<>(nanos);
  }

  /**
   * A message is refused.
   *
   * @param why one line
   */
  public void refuse(Kind kind, String topic, String why) {
    Sparing.Turn turn = sparing.next(kind);
    if (turn.unsaid() > 0) {
      LOG.warn("kind={} refused: {} more", kind.text(), turn.unsaid());
    }
    if (turn.isSaid()) {
      LOG.warn("topic={} kind={} refused: {}", Quoted.of(topic), kind.text(), Quoted.of(why));
    }
  }

  /** How many of that kind so far. */
  public long count(Kind kind) {
    return sparing.count(kind);
  }
}
