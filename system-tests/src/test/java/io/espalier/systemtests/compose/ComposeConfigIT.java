package io.espalier.systemtests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.systemtests.fixture.Command;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file as Compose itself reads it, which needs no engine. */
class ComposeConfigIT {
  @Test
  void compose_findsItValid_andUnderstandsItAsTheseTestsDo() throws Exception {
    List<String> compose = compose().orElse(null);
    assumeTrue(compose != null, "needs docker-compose, or docker with compose; found neither");
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("--project-directory", Espalier.HOME.toString()));
    command.addAll(List.of("-f", Espalier.HOME.resolve("docker-compose.yml").toString()));
    command.addAll(List.of("--env-file", Espalier.HOME.resolve(".env").toString(), "config"));
    Map<String, Map<String, Map<String, Object>>> config =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Command.run(command));
    ComposeFile file = ComposeFile.read(Espalier.HOME);
    assertThat(part(config, "services").keySet())
        .containsExactlyInAnyOrderElementsOf(file.services().keySet());
    assertThat(part(config, "volumes").keySet())
        .containsExactlyInAnyOrderElementsOf(file.volumes());
    part(config, "services")
        .forEach((name, said) -> assertThat(said).containsEntry("image", file.named(name).image()));
  }

  private static Map<String, Map<String, Object>> part(
      Map<String, Map<String, Map<String, Object>>> config, String name) {
    return Objects.requireNonNull(config.get(name), name);
  }

  private static Optional<List<String>> compose() {
    if (Command.isInstalled("docker-compose")) {
      return Optional.of(List.of("docker-compose"));
    }
    try {
      Command.run("docker", "compose", "version");
      return Optional.of(List.of("docker", "compose"));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
