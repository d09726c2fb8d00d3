package io.espalier.controller.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void write_replacesWhatWasThere_andLeavesNothingElse() throws Exception {
    Path file = folder.resolve("results.csv");
    WholeFile.write(file, new byte[] {1, 2, 3});
    WholeFile.write(file, new byte[] {4});
    assertThat(file).hasBinaryContent(new byte[] {4});
    assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void write_onAFullDisk_namesTheFile_andKeepsTheOldOne() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    Path file = Files.write(folder.resolve("results.csv"), new byte[] {1});
    Files.createSymbolicLink(folder.resolve("results.csv.tmp"), full);
    assertThatIOException()
        .isThrownBy(() -> WholeFile.write(file, new byte[] {2}))
        .withMessageStartingWith(file + ": could not be written: ");
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }
}
