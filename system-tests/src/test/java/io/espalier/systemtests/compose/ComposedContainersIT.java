package io.espalier.systemtests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.systemtests.fixture.Espalier;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.wait.strategy.Wait;

/** The compose file on a real engine, with the images that were built. */
class ComposedContainersIT {
  @Test
  void engine_bringsUpAFleet_ofTwoNodes(@TempDir Path directory) throws Exception {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "needs Docker, found none; ComposedProcessesIT runs the same file without");
    for (String program : new String[] {"espalier-node", "espalier-controller"}) {
      Path tar = Image.built(program, architecture()).orElse(null);
      assumeTrue(tar != null, "needs images; mvn -Pimages makes them");
      assumeTrue(
          Image.open(tar, directory.resolve(program)).hasBase(),
          "needs images on a base with Java, found some on scratch");
      try (InputStream in = Files.newInputStream(tar)) {
        DockerClientFactory.instance().client().loadImageCmd(in).exec();
      }
    }
    try (ComposeContainer fleet =
        new ComposeContainer(Espalier.HOME.resolve("docker-compose.yml").toFile())) {
      for (String node : new String[] {"node-1", "node-2"}) {
        fleet.waitingFor(node, Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(3)));
      }
      fleet.start();
      ExecResult listed =
          fleet
              .getContainerByServiceName("controller")
              .orElseThrow()
              .execInContainer(
                  "espalier",
                  "nodes",
                  "list",
                  "-o",
                  "csv",
                  "--server=https://localhost:8080",
                  "--token-file=/fleet/token",
                  "--cacert=/fleet/controller/ca.crt");
      assertThat(listed.getStdout()).contains("node-1,online", "node-2,online");
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }
}
