package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.experiment.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the model that a command is given. */
final class ModelFile {
  /** Arrays of Java end here. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  private ModelFile() {}

  static byte[] read(Path file) throws IOException, NotFoundException, RefusedException {
    if (!Files.exists(file)) {
      throw new NotFoundException(file + ": expected a .tflite file, found nothing");
    }
    if (Files.isDirectory(file)) {
      throw new RefusedException(file + ": expected a .tflite file, found a directory");
    }
    long bytes = Files.size(file);
    if (bytes > MOST_BYTES) {
      throw new RefusedException(
          "%s: expected at most %d bytes, found %d".formatted(file, MOST_BYTES, bytes));
    }
    return Files.readAllBytes(file);
  }
}
