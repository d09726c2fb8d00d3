package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a command is to write: checked before hours of work, written after. */
final class OutputFiles {
  private final List<Path> inputs;
  private final List<Path> claimed = new ArrayList<>();

  /** For a command that reads those. */
  OutputFiles(List<Path> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /**
   * Makes sure that a file can be put there.
   *
   * @param option what asks for it, for instance {@code --output}
   * @throws NotFoundException if the directory it is to be in is not there
   * @throws RefusedException if it would replace an input, another output, a directory or a device,
   *     or may not be written
   */
  void claim(String option, @Nullable Path file)
      throws IOException, NotFoundException, RefusedException {
    if (file == null) {
      return;
    }
    Path home = file.toAbsolutePath().normalize().getParent();
    if (home == null || (Files.exists(file) && !Files.isRegularFile(file))) {
      throw new RefusedException(
          "%s: %s: expected a regular file, found a directory or a device".formatted(option, file));
    }
    if (!Files.isDirectory(home)) {
      throw new NotFoundException(
          "%s: %s: expected a directory, found %s"
              .formatted(option, home, Files.exists(home) ? "a file" : "nothing"));
    }
    if (!Files.isWritable(home)) {
      throw new RefusedException(option + ": " + home + ": expected a directory to write into");
    }
    requireOther(option, file, inputs, "its input");
    requireOther(option, file, claimed, "another output");
    claimed.add(file);
  }

  /** Puts a file there as a whole, in place of one that may be. */
  static void write(Path file, byte[] content) throws IOException {
    WholeFile.write(file.toAbsolutePath(), content);
  }

  private static void requireOther(String option, Path file, List<Path> others, String what)
      throws IOException, RefusedException {
    for (Path other : others) {
      if (isSame(file, other)) {
        throw new RefusedException(
            "%s: expected a file of its own, found %s, %s".formatted(option, file, what));
      }
    }
  }

  /** Whether both names lead to one file, by links too. */
  private static boolean isSame(Path a, Path b) throws IOException {
    if (Files.exists(a) && Files.exists(b)) {
      return Files.isSameFile(a, b);
    }
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
  }
}
