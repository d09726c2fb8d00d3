package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.RefusedException;
import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Datasets;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitCodeTest {
  private final StringWriter err = new StringWriter();

  @Test
  void badSpec_isAMistakeOfUse() {
    assertThat(codeOf(new SpecException("a.yaml: seeds: expected some, found none"))).isEqualTo(2);
    said("espalier: a.yaml: seeds: expected some, found none");
  }

  @Test
  void badData_isAMistakeOfUse() {
    DataException failure =
        Assertions.catchThrowableOfType(DataException.class, () -> Datasets.resolve("nothing"));
    assertThat(codeOf(failure)).isEqualTo(2);
    said("espalier: data: source: expected mnist or idx:DIR, found 'nothing'");
  }

  @Test
  void resultsThatAreNotThere_areNotFound() {
    NotFoundException failure =
        Assertions.catchThrowableOfType(
            NotFoundException.class, () -> RunDirectory.rowsOf(Path.of("nowhere")));
    assertThat(codeOf(failure)).isEqualTo(3);
    said("espalier: nowhere/results.csv: expected the results of a run, found no such file");
  }

  @Test
  void directoryThatMustNotBeTouched_isRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a directory");
    ExperimentSpec spec = SpecReader.read(Path.of("..", "examples", "mnist-quick.yaml"));
    RefusedException failure =
        Assertions.catchThrowableOfType(
            RefusedException.class, () -> RunDirectory.open(file, spec, Digest.of(new byte[0])));
    assertThat(codeOf(failure)).isEqualTo(4);
    said("espalier: " + file + ": expected a directory, found a file");
  }

  @Test
  void interruption_saysWhatIsLeftOfTheWork() {
    assertThat(codeOf(new InterruptedException("interrupted; nothing was written"))).isEqualTo(130);
    said("espalier: interrupted; nothing was written");
  }

  @Test
  void interruptionOfNothing_isSaidAllTheSame() {
    assertThat(codeOf(new InterruptedException())).isEqualTo(130);
    said("espalier: interrupted");
  }

  @Test
  void failedDisk_isAFailureWithItsFile() {
    assertThat(codeOf(new AccessDeniedException("/runs/a"))).isEqualTo(1);
    said("espalier: /runs/a: AccessDeniedException");
  }

  @Test
  void fullDisk_isAFailureWithItsReason() {
    assertThat(codeOf(new FileSystemException("/runs/a", null, "No space left on device")))
        .isEqualTo(1);
    said("espalier: /runs/a: FileSystemException: No space left on device");
  }

  @Test
  void causesInWrappers_areFound() {
    assertThat(codeOf(new ExecutionException(new SpecException("wrong")))).isEqualTo(2);
    assertThat(codeOf(new UncheckedIOException(new IOException("broken")))).isEqualTo(1);
    assertThat(err.toString().lines()).containsExactly("espalier: wrong", "espalier: broken");
  }

  @Test
  void bug_isOneLineWithItsType() {
    assertThat(codeOf(new IllegalStateException("first\nsecond"))).isEqualTo(1);
    said("espalier: java.lang.IllegalStateException: first");
  }

  @Test
  void exceptionWithoutMessage_isOneLineToo() {
    assertThat(codeOf(new IOException())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
  }

  private int codeOf(Throwable failure) {
    return ExitCode.report(failure, new PrintWriter(err, true));
  }

  private void said(String line) {
    assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
  }
}
