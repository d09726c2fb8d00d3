package io.espalier.shared.telemetry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * How worn a memory card is. An SD card has no words for its wear; soldered memory (eMMC) has.
 *
 * @param device its name, such as {@code mmcblk0}
 * @param bytesWritten since boot, by everything on the board
 * @param lifeUsedPercent of its expected life, at most that much, in steps of 10; 110 past its end
 * @param reserve what is left of its spare blocks
 */
public record CardState(
    String device,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long bytesWritten,
    @JsonSetter(nulls = Nulls.SET) @Nullable Integer lifeUsedPercent,
    @JsonSetter(nulls = Nulls.SET) @Nullable Reserve reserve) {
  /** What is left of spare blocks. */
  public enum Reserve {
    /** More than a fifth. */
    @JsonProperty("normal")
    NORMAL,
    /** At most a fifth. */
    @JsonProperty("warning")
    WARNING,
    /** At most a tenth. */
    @JsonProperty("urgent")
    URGENT
  }
}
