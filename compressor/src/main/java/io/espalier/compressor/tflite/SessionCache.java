package io.espalier.compressor.tflite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps the few sessions open that were used last, for models that differ in their weights only are
 * used in turn, and to open one again and again would take longer than to run it. Safe for use by
 * several threads, which wait for each other.
 */
final class SessionCache implements AutoCloseable {
  private static final int MAX_OPEN = 3;

  /** A session with samples to feed it. */
  record Fed(Session session, SampleFeed feed) {}

  private final Map<Object, Fed> open = new LinkedHashMap<>(4, .75f, true);

  /** Uses the session of {@code owner}, which is opened if it is not open. */
  synchronized <T> T use(Object owner, Supplier<Fed> opener, Function<Fed, T> use) {
    Fed fed = open.get(owner);
    if (fed == null) {
      if (open.size() == MAX_OPEN) {
        Object eldest = open.keySet().iterator().next();
        open.remove(eldest).session().close();
      }
      fed = opener.get();
      open.put(owner, fed);
    }
    return use.apply(fed);
  }

  /** Frees all; what is used again is opened again. */
  @Override
  public synchronized void close() {
    open.values().forEach(fed -> fed.session().close());
    open.clear();
  }
}
