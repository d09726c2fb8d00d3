package io.espalier.controller.link;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages that were not what their topic is for, and says which: the first few of a minute
 * one by one, the others only how many, so that who sends rubbish cannot fill the log. May be used
 * from any thread.
 */
public final class Refusals {
  static final int SAID_A_MINUTE = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int LONGEST = 200;

  private final LongSupplier nanos;
  private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);

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

  private static final class Count {
    long all;
    long minuteBegan;
    int inMinute;
  }

  /** Counts from now on. */
  public Refusals() {
    this(System::nanoTime);
  }

  Refusals(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * A message is refused.
   *
   * @param why one line
   */
  public void refuse(Kind kind, String topic, String why) {
    if (isWorthALine(kind)) {
      LOG.warn("topic={} kind={} refused: {}", printable(topic), kind.text(), printable(why));
    }
  }

  /** How many of that kind so far. */
  public synchronized long count(Kind kind) {
    Count count = counts.get(kind);
    return count == null ? 0 : count.all;
  }

  private synchronized boolean isWorthALine(Kind kind) {
    Count count = counts.computeIfAbsent(kind, first -> new Count());
    long now = nanos.getAsLong();
    if (count.all == 0 || now - count.minuteBegan >= MINUTE_NANOS) {
      if (count.inMinute > SAID_A_MINUTE) {
        LOG.warn("kind={} refused: {} more", kind.text(), count.inMinute - SAID_A_MINUTE);
      }
      count.minuteBegan = now;
      count.inMinute = 0;
    }
    count.all++;
    return ++count.inMinute <= SAID_A_MINUTE;
  }

  /** What is quoted may be anything, also what would look like another line of the log. */
  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
