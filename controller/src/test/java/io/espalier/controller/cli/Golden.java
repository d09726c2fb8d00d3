package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the program said when somebody last read it and found it good. With {@code
 * -Despalier.golden=write} what it says now is written in its place, for the reader of a diff.
 */
final class Golden {
  private static final Path FILES = Path.of("src/test/resources/golden");
  private static final boolean WRITE = "write".equals(System.getProperty("espalier.golden"));

  private Golden() {}

  /** Holds a text against the file of that name. */
  static void assertSame(String name, String said) throws IOException {
    Path file = FILES.resolve(name);
    if (WRITE) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, said);
    }
    assertThat(file).as("what was said before").exists();
    assertThat(said).as(name).isEqualTo(Files.readString(file));
  }
}
