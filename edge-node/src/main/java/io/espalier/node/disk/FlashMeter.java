package io.espalier.node.disk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what the agent writes to its card, for cards wear out. Whoever writes a file says so here.
 * Thread-safe.
 */
public final class FlashMeter {
  private final AtomicLong bytes = new AtomicLong();

  /** Nothing written yet. */
  public FlashMeter() {}

  /** Takes note of bytes that were written. */
  public void wrote(long more) {
    bytes.addAndGet(more);
  }

  /** Bytes written since the agent started. */
  public long bytes() {
    return bytes.get();
  }
}
