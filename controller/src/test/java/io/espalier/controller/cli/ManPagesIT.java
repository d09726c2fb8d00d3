package io.espalier.controller.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.controller.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for man, as the formatter behind man takes them. */
class ManPagesIT {
  @Test
  void everyPage_isFormattedWithoutAWarning(@TempDir Path folder) throws Exception {
    assumeTrue(Shell.isThere("groff"), "groff is not installed");
    List<Path> pages = written(folder);
    assertThat(pages).hasSizeGreaterThan(40);
    for (Path page : pages) {
      Shell done =
          Shell.run(folder, "groff", "-Kutf8", "-man", "-Tutf8", "-P-cbou", "-ww", page.toString());
      assertThat(done.code()).as(page.toString()).isZero();
      assertThat(done.err()).as(page.toString()).isEmpty();
      assertThat(done.out()).contains("NAME", "SYNOPSIS", "EXIT STATUS");
    }
  }

  @Test
  void page_isAsItWasRead(@TempDir Path folder) throws Exception {
    written(folder);
    String page = Files.readString(folder.resolve("espalier-nodes-list.1"), UTF_8);
    Golden.assertSame(
        "man/espalier-nodes-list.1",
        page.replaceFirst("(?m)^(\\.TH .*) \".*\"$", "$1 \"VERSION\""));
  }

  @Test
  void aFolderThatCannotBe_isSaidInOneLine(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Program program = Program.run("man", file.resolve("man1"));
    assertThat(program.code()).isEqualTo(ExitCode.FAILED.code());
    assertThat(program.err()).hasLineCount(1).startsWith("espalier: " + file);
  }

  private static List<Path> written(Path folder) throws Exception {
    Program program = Program.run("man", folder);
    assertThat(program.code()).as(program.err()).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
