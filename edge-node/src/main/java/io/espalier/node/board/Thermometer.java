package io.espalier.node.board;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sensor of the processor among those of the board.
 *
 * @param zone its directory; absent where there is none
 */
record Thermometer(@Nullable Path zone) {
  /** As drivers call it: cpu-thermal, cpu_thermal, soc_thermal, x86_pkg_temp. */
  private static final Pattern PROCESSOR = Pattern.compile("(?i).*(cpu|soc|x86_pkg).*");

  private static final double MILLI = 1000;
  private static final int COLDEST = -60;
  private static final int HOTTEST = 150;

  static Thermometer of(KernelFiles files) {
    for (Path zone : files.matching("sys/class/thermal", "thermal_zone*")) {
      String type = KernelFiles.text(zone.resolve("type"));
      if (type != null && PROCESSOR.matcher(type).matches()) {
        return new Thermometer(zone);
      }
    }
    return new Thermometer(null);
  }

  /** Absent too where the sensor answers what cannot be, as one that is asleep does. */
  @Nullable Double celsius() {
    Long millis = zone == null ? null : KernelFiles.number(zone.resolve("temp"));
    if (millis == null || millis == 0) {
      return null;
    }
    double celsius = Math.rint(millis / (MILLI / 10)) / 10;
    return celsius < COLDEST || celsius > HOTTEST ? null : celsius;
  }
}
