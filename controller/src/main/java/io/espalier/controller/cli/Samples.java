package io.espalier.controller.cli;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.DataException;
import io.espalier.controller.experiment.NotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds the samples that a command is given. */
final class Samples {
  private Samples() {}

  /**
   * Reads them.
   *
   * @param source {@code mnist}, {@code idx:DIR} or a file
   * @throws NotFoundException if there is no such file
   */
  static CalibrationData resolve(String source) throws DataException, NotFoundException {
    if (!isNamed(source) && !exists(source)) {
      throw new NotFoundException(
          source + ": expected mnist, idx:DIR or a file of samples, found nothing");
    }
    return CalibrationData.resolve(source);
  }

  /** Whether it names a data set rather than a file. */
  static boolean isNamed(String source) {
    return source.equals("mnist") || source.startsWith("idx:");
  }

  private static boolean exists(String source) {
    try {
      return Files.exists(Path.of(source));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
