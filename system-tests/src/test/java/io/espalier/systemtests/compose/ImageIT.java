package io.espalier.systemtests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.systemtests.fixture.Espalier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images as they were built, without an engine. */
class ImageIT {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "espalier-node,       amd64, linux-x86_64, linux-arm64,  2",
    "espalier-node,       arm64, linux-arm64,  linux-x86_64, 2",
    "espalier-controller, amd64, linux-x86_64, linux-arm64,  3",
    "espalier-controller, arm64, linux-arm64,  linux-x86_64, 3"
  })
  void image_isOfItsArchitecture_andWhatItsPackageInstalls(
      String program, String architecture, String own, String other, int natives, @TempDir Path at)
      throws Exception {
    Image image = open(program, architecture, at);
    assertThat(image.configuration().path("architecture").asText()).isEqualTo(architecture);
    assertThat(image.configuration().path("os").asText()).isEqualTo("linux");
    assertThat(image.tags()).containsExactly(program + ":" + version());

    List<String> files = image.files();
    String home = "/usr/lib/" + program;
    assertThat(files).contains(home + "/" + program + ".jar", image.entrypoint().get(0));
    assertThat(files).noneMatch(file -> file.contains(other));
    assertThat(files)
        .filteredOn(file -> file.matches(".*/(javacpp|openblas|tensorflow-lite)-.*-linux-.*"))
        .hasSize(natives)
        .allMatch(file -> file.contains(own))
        .anyMatch(file -> file.startsWith(home + "/lib/tensorflow-lite-"));
    assertThat(files)
        .filteredOn(file -> file.startsWith(home + "/lib/") && file.endsWith(".jar"))
        .as("libraries, as the manifest of the program names them")
        .hasSizeGreaterThan(natives + 10);
    assertThat(files).contains("/usr/share/doc/espalier/resources/META-INF/LICENSE");
  }

  @ParameterizedTest
  @CsvSource({
    "espalier-node,       amd64, /usr/bin/espalier-node, 20",
    "espalier-node,       arm64, /usr/bin/espalier-node, 20",
    "espalier-controller, amd64, /usr/bin/espalier,      110",
    "espalier-controller, arm64, /usr/bin/espalier,      110"
  })
  void image_runsItsProgram_notAsRoot_andIsNoLargerThanStated(
      String program, String architecture, String entrypoint, long mebibytes, @TempDir Path at)
      throws Exception {
    Image image = open(program, architecture, at);
    assertThat(image.entrypoint()).containsExactly(entrypoint);
    assertThat(image.user()).isEqualTo("10001:10001");
    boolean controls = program.equals("espalier-controller");
    assertThat(image.configuration().at("/config/ExposedPorts").has("8080/tcp"))
        .isEqualTo(controls);
    assertThat(image.environment().get("STATE_DIRECTORY"))
        .isEqualTo(controls ? null : "/var/lib/espalier");
    long bytes = 0;
    for (Path layer : image.layers().subList(image.layers().size() - 3, image.layers().size())) {
      bytes += Files.size(layer);
    }
    assertThat(bytes).as("what we add to the base").isBetween(9 * MIB, mebibytes * MIB);
  }

  private static Image open(String program, String architecture, Path at) throws Exception {
    Path tar = Image.built(program, architecture).orElse(null);
    assumeTrue(tar != null, "needs images; mvn -Pimages makes them");
    return Image.open(tar, at);
  }

  private static String version() throws Exception {
    return String.valueOf(
        ComposeFile.variables(Espalier.HOME.resolve(".env")).get("ESPALIER_VERSION"));
  }
}
