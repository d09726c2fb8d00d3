package io.espalier.node.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are on disk when the call returns, whole or not at all. */
public final class DurableFile {
  private DurableFile() {}

  /**
   * Puts {@code content} in the place of the file, whatever was there.
   *
   * @throws IOException if that failed; then what was there is there still
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    write(temporary, content);
    move(temporary, file);
  }

  /**
   * Puts {@code content} where the file's own is, which a full disk has room for. A loss of power
   * may leave some of both.
   *
   * @throws IOException if there is no such file, or that failed
   */
  public static void overwrite(Path file, byte[] content) throws IOException {
    try (FileChannel out = FileChannel.open(file, WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.truncate(content.length);
      out.force(true);
    }
  }

  /** Writes a file that nobody reads before it was moved. */
  public static void write(Path file, byte[] content) throws IOException {
    try (FileChannel out = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
  }

  /** Moves a file whose content is on disk; both names are in one directory. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Path directory = to.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel names = FileChannel.open(directory, READ)) {
        names.force(true);
      }
    }
  }
}
