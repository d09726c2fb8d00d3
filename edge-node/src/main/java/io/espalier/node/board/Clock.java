package io.espalier.node.board;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fast the fastest cores run. Cores that share a clock share a policy.
 *
 * @param policy its directory; absent where the kernel sets no clock
 * @param maxMegahertz the most that they can
 */
record Clock(@Nullable Path policy, @Nullable Integer maxMegahertz) {
  private static final int KILO = 1000;

  static Clock of(KernelFiles files) {
    return files.matching("sys/devices/system/cpu/cpufreq", "policy*").stream()
        .map(policy -> new Clock(policy, megahertz(policy, "cpuinfo_max_freq")))
        .max(Comparator.comparingInt(clock -> Objects.requireNonNullElse(clock.maxMegahertz, 0)))
        .orElse(new Clock(null, null));
  }

  @Nullable Integer megahertz() {
    return policy == null ? null : megahertz(policy, "scaling_cur_freq");
  }

  @Nullable String governor() {
    return policy == null ? null : KernelFiles.text(policy.resolve("scaling_governor"));
  }

  /** The kernel says kilohertz, and 0 where it does not know. */
  private static @Nullable Integer megahertz(Path policy, String name) {
    Long kilohertz = KernelFiles.number(policy.resolve(name));
    return kilohertz == null || kilohertz <= 0 ? null : Math.toIntExact(kilohertz / KILO);
  }
}
