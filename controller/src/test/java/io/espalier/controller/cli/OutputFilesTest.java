package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.experiment.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class OutputFilesTest {
  @TempDir private Path folder;
  private Path input;
  private OutputFiles files;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.write(folder.resolve("in.tflite"), new byte[] {1});
    files = new OutputFiles(List.of(input));
  }

  @Test
  void newFile_andOneToBeReplaced_areFine() throws Exception {
    Path old = Files.write(folder.resolve("old.tflite"), new byte[] {2});
    assertThatNoException().isThrownBy(() -> files.claim("--output", old));
    assertThatNoException().isThrownBy(() -> files.claim("--json", folder.resolve("new.json")));
    assertThatNoException().isThrownBy(() -> files.claim("--report", null));
  }

  @Test
  void input_isNotOverwritten_whateverItIsCalled() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.tflite"), input);
    Path roundabout = folder.resolve("x").resolve("..").resolve("in.tflite");
    refused(input, "--output: expected a file of its own, found " + input + ", its input");
    refused(link, "its input");
    refused(roundabout, "its input");
  }

  @Test
  void oneFileForTwoThings_isRefused() throws Exception {
    files.claim("--json", folder.resolve("a"));
    refused(folder.resolve("a"), "another output");
  }

  @Test
  void directory_andDevice_areRefused() {
    refused(folder, "expected a regular file");
    assumeThat(Path.of("/dev/null")).exists();
    refused(Path.of("/dev/null"), "expected a regular file");
  }

  @Test
  void directoryThatIsMissing_isNotFound() {
    Path home = folder.resolve("nowhere");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> files.claim("--output", home.resolve("out.tflite")))
        .withMessage("--output: %s: expected a directory, found nothing", home);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> files.claim("--output", input.resolve("out.tflite")))
        .withMessage("--output: %s: expected a directory, found a file", input);
  }

  private void refused(Path file, String reason) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> files.claim("--output", file))
        .withMessageContaining(reason);
  }
}
