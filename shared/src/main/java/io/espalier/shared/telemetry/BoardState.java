package io.espalier.shared.telemetry;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * What a board says of itself; what it does not say is absent.
 *
 * @param cpuMegahertz of its fastest cores now, as the kernel has it
 * @param cpuMaxMegahertz the most that they can
 * @param governor who sets it, such as {@code ondemand}
 * @param throttled why it runs slower than it could, as its firmware says
 * @param card its first memory card
 */
public record BoardState(
    @JsonSetter(nulls = Nulls.SET) @Nullable Integer cpuMegahertz,
    @JsonSetter(nulls = Nulls.SET) @Nullable Integer cpuMaxMegahertz,
    @JsonSetter(nulls = Nulls.SET) @Nullable String governor,
    @JsonSetter(nulls = Nulls.SET) @Nullable Throttling throttled,
    @JsonSetter(nulls = Nulls.SET) @Nullable CardState card) {
  /** The state of a board that says nothing. */
  public static final BoardState SILENT = new BoardState(null, null, null, null, null);
}
