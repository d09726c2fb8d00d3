package io.espalier.controller.telemetry;

import io.espalier.controller.store.TelemetryStore.Sample;
import java.time.Duration;
import java.util.List;

/** Hears of records once they are stored. */
@FunctionalInterface
public interface StoredListener {
  /**
   * They are stored.
   *
   * @param samples in the order in which they came; none of them was stored before
   * @param took how long that took, with all that was tried again
   */
  void stored(List<Sample> samples, Duration took);
}
