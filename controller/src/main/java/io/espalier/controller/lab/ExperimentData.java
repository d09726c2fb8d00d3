package io.espalier.controller.lab;

import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the data that a spec names. */
@FunctionalInterface
public interface ExperimentData {
  /**
   * Loads it.
   *
   * @param source as the spec says it
   * @throws DataException if there is no such data, or its files cannot be used
   */
  Dataset load(String source) throws DataException;

  /** Data anywhere on this machine, for whoever started this process. */
  static ExperimentData anywhere() {
    return Datasets::resolve;
  }

  /**
   * MNIST, and {@code idx:DIR} with directories below that one: whoever may ask for an experiment
   * may not read all that this process can.
   *
   * @param root absent for no directory at all
   */
  static ExperimentData below(@Nullable Path root) {
    return source -> {
      if (!source.startsWith(Datasets.IDX)) {
        return Datasets.resolve(source);
      }
      if (root == null) {
        throw new DataException(
            "source", "mnist, for this controller has no --experiment-data", "'" + source + "'");
      }
      return Datasets.idx(source, inside(root, source));
    };
  }

  private static Path inside(Path root, String source) throws DataException {
    try {
      Path home = root.toRealPath();
      Path found = home.resolve(source.substring(Datasets.IDX.length())).toRealPath();
      if (found.startsWith(home)) {
        return found;
      }
    } catch (IOException | InvalidPathException e) {
      // Said below: what is not there and what is elsewhere look the same to whoever asks.
    }
    throw new DataException(
        "source", "idx:DIR with a directory below --experiment-data", "'" + source + "'");
  }
}
