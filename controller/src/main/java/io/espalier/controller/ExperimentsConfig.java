package io.espalier.controller;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What experiments may use.
 *
 * @param only directory of the only experiment there is, which may read any data; absent for one
 *     below the data directory for each of several
 * @param data directory below which several find data; absent for MNIST only
 */
public record ExperimentsConfig(@Nullable Path only, @Nullable Path data) {
  /** Any number of them, with data below that directory. */
  public static ExperimentsConfig several(@Nullable Path data) {
    return new ExperimentsConfig(null, data);
  }

  /** One, in that directory. */
  public static ExperimentsConfig one(Path directory) {
    return new ExperimentsConfig(directory, null);
  }
}
