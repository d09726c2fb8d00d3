package io.espalier.controller.secure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files for their owner's eyes only: with that mode from the start, not even a moment without. */
public final class PrivateFile {
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> THROUGH_ONLY =
      PosixFilePermissions.fromString("rwx--x--x");

  private PrivateFile() {}

  /**
   * Writes a file that was not there.
   *
   * @throws FileAlreadyExistsException if it was; somebody may rely on it
   * @throws IOException if it cannot be written
   */
  public static void create(Path file, String content) throws IOException {
    Files.createFile(file, FILE);
    Files.writeString(
        file,
        content,
        StandardCharsets.UTF_8,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.DSYNC);
  }

  /**
   * Writes a file in place of one that may be there, whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void replace(Path file, String content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    create(temporary, content);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Makes a directory, unless it is there.
   *
   * @throws IOException if it cannot be made
   */
  public static void directory(Path directory) throws IOException {
    Files.createDirectories(directory, DIRECTORY);
  }

  /**
   * Makes a directory that others can go through but not look into, unless it is there: each of
   * them has a directory of its own below it.
   *
   * @throws IOException if it cannot be made
   */
  static void passage(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, THROUGH_ONLY);
    }
  }
}
