package io.espalier.node.board;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The small files in which a kernel says things, under {@code /sys} and {@code /proc}. Whatever
 * cannot be read is absent: files may go, refuse, or fail as the hardware does.
 *
 * @param root what is {@code /} on the machine itself
 */
record KernelFiles(Path root) {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** A file below the root, whether it is there or not. */
  Path at(String path) {
    return root.resolve(path);
  }

  /** What is in a directory under names that match, in the order of their names. */
  List<Path> matching(String directory, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(directory), glob)) {
      entries.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }

  /** The text of a file without what surrounds it; absent too if there is none in it. */
  static @Nullable String text(Path file) {
    try {
      // The device tree ends its strings with a zero byte.
      String text = Files.readString(file).replace("\0", "").strip();
      return text.isEmpty() ? null : text;
    } catch (IOException e) {
      return null;
    }
  }

  /** The words of a file; none if it cannot be read. */
  static List<String> words(Path file) {
    String text = text(file);
    return text == null ? List.of() : SPACE.splitAsStream(text).toList();
  }

  /** A whole number, decimal. */
  static @Nullable Long number(Path file) {
    return number(text(file), 10);
  }

  /** A whole number, with or without {@code 0x} where the radix is 16. */
  static @Nullable Long number(@Nullable String text, int radix) {
    try {
      return text == null ? null : Long.parseLong(text.replaceFirst("^0x", ""), radix);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
