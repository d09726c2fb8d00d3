package io.espalier.shared.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** A file that must not be for everybody to read. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * What is in it.
   *
   * @throws IOException with one line for people that says nothing of what is in it
   */
  public static String read(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      if (view != null
          && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
        throw new IOException(file + ": expected a file that others cannot read (chmod 600)");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException(file + ": cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * Its first line.
   *
   * @throws IOException if that is empty too
   */
  public static String firstLine(Path file) throws IOException {
    return read(file)
        .lines()
        .findFirst()
        .filter(line -> !line.isEmpty())
        .orElseThrow(() -> new IOException(file + ": expected a secret in the first line"));
  }
}
