package io.espalier.controller.experiment;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files of which whoever comes later finds the old one or the new one, never a part. */
final class WholeFile {
  private WholeFile() {}

  /** Puts a file there, in place of one that may be. */
  static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A full disk says so without the name of the file.
      throw new IOException(file + ": could not be written: " + e.getMessage(), e);
    }
  }
}
