package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.fixtures.BuiltPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the Debian package that this build made. */
class PackageIT {
  @TempDir private static Path root;

  @BeforeAll
  static void unpack() throws Exception {
    assumeTrue(Shell.isThere("dpkg-deb"), "dpkg-deb is not installed");
    Shell unpacked =
        Shell.run(
            root, "dpkg-deb", "--raw-extract", BuiltPackage.of("all").toString(), root.toString());
    assertThat(unpacked.code()).as(unpacked.err()).isZero();
  }

  @Test
  void commands_haveTheirPagesOfTheManual_andAreCompletedByBash() throws Exception {
    try (Stream<Path> pages = Files.list(root.resolve("usr/share/man/man1"))) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .hasSizeGreaterThan(40)
          .contains("espalier.1.gz", "espalier-deploy.1.gz", "espalier-experiment-run.1.gz");
    }
    String completion = "usr/share/bash-completion/completions/espalier";
    Shell read = Shell.run(root, "bash", "-c", ". ./" + completion + " && complete -p espalier");
    assertThat(read.out()).contains("-F _complete_espalier espalier");
  }

  @Test
  void configuration_isKeptByAnUpgrade() throws Exception {
    assertThat(Files.readAllLines(root.resolve("DEBIAN/conffiles")))
        .isEqualTo(List.of("/etc/espalier/controller.conf"));
    assertThat(root.resolve("etc/espalier/controller.conf")).exists();
  }

  @Test
  void lintian_findsNoError() throws Exception {
    assumeTrue(Shell.isThere("lintian"), "lintian is not installed");
    Shell found = Shell.run(root, "lintian", BuiltPackage.of("all").toString());
    assertThat(found.out().lines().filter(line -> line.startsWith("E:"))).isEmpty();
    assertThat(found.out())
        .contains("W: espalier-controller: jar-not-in-usr-share")
        .doesNotContain("no-manual-page");
  }
}
