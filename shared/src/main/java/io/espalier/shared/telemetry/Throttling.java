package io.espalier.shared.telemetry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a board runs slower than it could, by the flags of its firmware, as {@code vcgencmd
 * get_throttled} prints them.
 *
 * @param flags bit 0 too little voltage, bit 1 frequency capped, bit 2 throttled, bit 3 soft limit
 *     of temperature; bits 16 to 19 the same at some time since boot
 */
public record Throttling(@JsonValue int flags) {
  private static final List<String> REASONS =
      List.of("under-voltage", "frequency-capped", "throttled", "temperature-limit");

  private static final int SINCE_BOOT = 16;
  private static final int NOW = (1 << REASONS.size()) - 1;

  /**
   * @throws IllegalArgumentException if {@code flags} is negative
   */
  @JsonCreator
  public Throttling {
    if (flags < 0) {
      throw new IllegalArgumentException("throttling: expected flags from 0, found " + flags);
    }
  }

  /** Whether anything holds now. */
  public boolean holds() {
    return (flags & NOW) != 0;
  }

  /** What holds now, in words; empty if nothing does. */
  public List<String> now() {
    return reasons(flags);
  }

  /** What held at some time since boot, in words. */
  public List<String> sinceBoot() {
    return reasons(flags >>> SINCE_BOOT);
  }

  /**
   * What held in the time from {@code before} to this, as flags of now: at either end, or first
   * noted by the firmware between the two.
   */
  public Throttling since(Throttling before) {
    int noted = (flags & ~before.flags) >>> SINCE_BOOT;
    return new Throttling((flags | before.flags | noted) & NOW);
  }

  /** What holds in this or in {@code other}. */
  public Throttling or(Throttling other) {
    return new Throttling(flags | other.flags);
  }

  private static List<String> reasons(int bits) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < REASONS.size(); i++) {
      if ((bits >>> i & 1) == 1) {
        reasons.add(REASONS.get(i));
      }
    }
    return List.copyOf(reasons);
  }
}
