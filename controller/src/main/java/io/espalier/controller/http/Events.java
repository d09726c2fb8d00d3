package io.espalier.controller.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened lately, for those who watch. The newest {@value #KEPT} events are kept for readers
 * to come by; a reader that is slower than that has missed some and is told so. Any thread may
 * publish, and nobody waits for a reader.
 */
public final class Events {
  /** What there are events of, as they are named to readers. */
  public static final List<String> TYPES = List.of("node", "rollout", "experiment", "trial");

  /** So many are kept. */
  static final int KEPT = 2_048;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Numbers begin again with each start of the controller, and this tells the starts apart. */
  private final String run = HexFormat.of().toHexDigits(RANDOM.nextInt());

  private final @Nullable Event[] ring = new @Nullable Event[KEPT];
  private final Set<Runnable> readers = ConcurrentHashMap.newKeySet();
  private long newest;

  /**
   * Tells everybody who watches.
   *
   * @param type one of {@link #TYPES}
   * @param view a record of {@code controller.api}; it is written down when somebody reads it, so
   *     it must not change
   */
  public void publish(String type, Object view) {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "type of event: expected one of %s, found '%s'".formatted(TYPES, type));
    }
    synchronized (this) {
      newest++;
      ring[(int) (newest % KEPT)] = new Event(newest, type, view);
    }
    readers.forEach(Runnable::run);
  }

  /** The number of the newest event, 0 before the first. */
  synchronized long newest() {
    return newest;
  }

  /**
   * The event of a number that is at most the newest.
   *
   * @return empty if it is no longer kept
   */
  synchronized Optional<Event> get(long number) {
    Event kept = ring[(int) (number % KEPT)];
    return kept == null || kept.number() != number ? Optional.empty() : Optional.of(kept);
  }

  /** How an event is named to readers. */
  String id(long number) {
    return run + "-" + number;
  }

  /**
   * The number of an event that a reader had last, if what came after it is still kept.
   *
   * @param id as readers were told it
   */
  Optional<Long> resume(String id) {
    String prefix = run + "-";
    String number = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
    if (!number.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    long last = Long.parseLong(number);
    long now = newest();
    return last <= now && last >= now - KEPT ? Optional.of(last) : Optional.empty();
  }

  /** Has a reader called after each event, by whoever published it; it must not block. */
  void join(Runnable reader) {
    readers.add(reader);
  }

  /** Calls a reader no more. */
  void leave(Runnable reader) {
    readers.remove(reader);
  }

  /** How many watch. */
  int readers() {
    return readers.size();
  }
}
