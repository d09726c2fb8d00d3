package io.espalier.systemtests.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file without an engine, and on it the script that tries it with one. */
class ComposedProcessesIT {
  @Test
  void smokeScript_seesAFleetTakeAModel(@TempDir Path directory) throws Exception {
    assumeTrue(Composition.obstacle().isEmpty(), Composition.obstacle());
    assumeTrue(
        Image.built("espalier-node", "amd64").isPresent()
            && Image.built("espalier-controller", "amd64").isPresent(),
        "needs images for amd64; mvn -Pimages makes them");
    ComposeFile file = ComposeFile.read(Espalier.HOME);
    try (Composition fleet = Composition.up(file, directory)) {
      Path log = directory.resolve("smoke.log");
      ProcessBuilder smoke =
          new ProcessBuilder(Espalier.HOME.resolve("system-tests/compose/smoke").toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Path docker = docker(directory, fleet.box("controller"));
      smoke.environment().put("PATH", docker.getParent() + ":" + System.getenv("PATH"));
      assertThat(smoke.start().waitFor()).as(Files.readString(log)).isZero();
      assertThat(Files.readString(log)).contains("both nodes run");
    }
  }

  /** In place of Docker's: the services run already, and only the controller is entered. */
  private static Path docker(Path directory, Box controller) throws IOException {
    String enter =
        controller.inside(List.of()).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Path docker = Files.createDirectory(directory.resolve("bin")).resolve("docker");
    Files.writeString(
        docker,
        """
        #!/bin/sh
        set -eu
        while [ "$1" != exec ]; do
          case "$1" in up | down | logs) exit ;; esac
          shift
        done
        shift
        while [ "$1" != controller ]; do shift; done
        shift
        exec %s "$@"
        """
            .formatted(enter),
        UTF_8);
    return Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
