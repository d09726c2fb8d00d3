package io.espalier.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.fixtures.BuiltPackage;
import io.espalier.node.inference.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Debian packages as they were built, with Debian's own tools. */
class PackageIT {
  private static final long PATIENCE_SECONDS = 120;

  @ParameterizedTest
  @CsvSource({"arm64, linux-arm64, linux-aarch64", "amd64, linux-x86_64, linux-x86-64"})
  void nativeLibraries_areThoseOfTheArchitecture(
      String architecture, String javacpp, String jna, @TempDir Path root) throws Exception {
    unpack(architecture, root);
    Path lib = root.resolve("usr/lib/espalier-node/lib");
    try (Stream<Path> jars = Files.list(lib)) {
      assertThat(
              jars.map(jar -> jar.getFileName().toString()).filter(jar -> jar.contains("-linux-")))
          .hasSize(2)
          .allMatch(jar -> jar.contains(javacpp));
    }
    List<String> parts =
        run(root, "jar", "--list", "--file", only(lib, "jna-5").toString())
            .lines()
            .filter(entry -> entry.contains("jnidispatch"))
            .toList();
    assertThat(parts).hasSize(1).allMatch(entry -> entry.contains("/" + jna + "/"));
  }

  @Test
  void unpackedProgram_measuresAModel(@TempDir Path root) throws Exception {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "this machine is not amd64");
    unpack("amd64", root);
    Path model =
        Files.write(root.resolve("dense.tflite"), TestModels.dense(new float[][] {{1, 2}}));
    String table =
        run(root, root.resolve("usr/bin/espalier-node").toString(), "bench", model.toString());
    assertThat(table).contains("XNNPACK      1 of 1 operators");
  }

  @Test
  void manual_isFormattedWithoutAWarning(@TempDir Path root) throws Exception {
    assumeTrue(isInstalled("groff"), "groff is not installed");
    unpack("arm64", root);
    for (String page : List.of("espalier-node", "espalier-node-bench", "espalier-node-enrol")) {
      Path packed = root.resolve("usr/share/man/man1/" + page + ".1.gz");
      Path text = root.resolve(page + ".1");
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
        Files.copy(in, text);
      }
      String said =
          run(root, "groff", "-Kutf8", "-man", "-Tutf8", "-P-cbou", "-ww", text.toString());
      assertThat(said).contains("NAME", "SYNOPSIS", "EXIT STATUS").doesNotContain("warning");
    }
  }

  @Test
  void lintian_findsNoError(@TempDir Path directory) throws Exception {
    assumeTrue(isInstalled("lintian"), "lintian is not installed");
    for (String architecture : List.of("arm64", "amd64")) {
      String found = run(directory, "lintian", BuiltPackage.of(architecture).toString());
      assertThat(found.lines().filter(line -> line.startsWith("E:"))).isEmpty();
      assertThat(found)
          .contains("W: espalier-node: jar-not-in-usr-share")
          .doesNotContain("no-manual-page");
    }
  }

  private static void unpack(String architecture, Path root) throws Exception {
    assumeTrue(isInstalled("dpkg-deb"), "dpkg-deb is not installed");
    run(root, "dpkg-deb", "--extract", BuiltPackage.of(architecture).toString(), root.toString());
  }

  private static Path only(Path directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findAny()
          .orElseThrow();
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static String run(Path directory, String... command) throws Exception {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out, UTF_8);
  }
}
