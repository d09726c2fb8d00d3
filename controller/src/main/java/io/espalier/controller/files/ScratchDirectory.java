package io.espalier.controller.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for files that nobody needs afterwards: closing removes it with all that is in it.
 *
 * @param path of the directory, absolute
 */
public record ScratchDirectory(Path path) implements AutoCloseable {
  /** Makes one among the temporary files of this machine. */
  public static ScratchDirectory create(String prefix) throws IOException {
    return new ScratchDirectory(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
