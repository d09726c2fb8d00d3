package io.espalier.controller.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files of which whoever comes later finds the old one or the new one, never a part. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Puts a file there, in place of one that may be.
   *
   * @throws IOException if it cannot be written, by its name; nothing new is left behind
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      clear(temporary, e);
      throw e;
    } catch (IOException e) {
      clear(temporary, e);
      // A full disk says so without the name of the file.
      throw new IOException(file + ": could not be written: " + e.getMessage(), e);
    }
  }

  private static void clear(Path temporary, IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
