package io.espalier.controller.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * In which database a controller keeps what it must not forget, and how long.
 *
 * @param address of it; absent for a file in the data directory
 * @param keep how long telemetry is kept
 */
public record StoreConfig(@Nullable StoreAddress address, Retention keep) {
  /** A file in the data directory, and telemetry for as long as is usual. */
  public static final StoreConfig USUAL = new StoreConfig(null, Retention.USUAL);

  /**
   * The address of it.
   *
   * @param file the one in the data directory
   */
  public StoreAddress addressOr(Path file) {
    return address == null ? StoreAddress.file(file) : address;
  }
}
