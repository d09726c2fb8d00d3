package io.espalier.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManCommandTest {
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void pages_areOfEveryCommandAndNameTheirOptions() throws Exception {
    Path pages = directory.resolve("man1");
    assertThat(write(pages)).as(err.toString()).isZero();
    try (Stream<Path> files = Files.list(pages)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "espalier-node.1", "espalier-node-bench.1", "espalier-node-enrol.1");
    }
    assertThat(pages.resolve("espalier-node.1"))
        .content()
        .contains(
            "\\-\\-telemetry\\-interval", "espalier\\-node\\-bench\\fR(1)", ".SH EXIT STATUS");
    assertThat(pages.resolve("espalier-node-bench.1"))
        .content()
        .contains(".B espalier\\-node bench", "\\-\\-warmup", ".BR espalier\\-node (1)");
  }

  @Test
  void aFolderThatCannotBe_isSaidInOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    assertThat(write(file.resolve("man1"))).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains(file.toString());
  }

  private int write(Path pages) {
    return NodeMain.manual().setErr(new PrintWriter(err)).execute(pages.toString());
  }
}
