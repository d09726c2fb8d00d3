package io.espalier.systemtests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.systemtests.compose.Service.Condition;
import io.espalier.systemtests.compose.Service.Mount;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker-compose.yml} and {@code .env} promise to whoever brings them up. */
class ComposeFileTest {
  private final ComposeFile file = ComposeFile.read(Espalier.HOME);

  ComposeFileTest() throws IOException {}

  @Test
  void services_waitForThoseThatExist_andForTheirHealthWhereTheyHaveIt() {
    assertThat(file.services().keySet())
        .containsExactlyInAnyOrder(
            "setup", "token", "broker", "enrolment", "database", "controller", "node-1", "node-2");
    for (Service service : file.services().values()) {
      service
          .dependsOn()
          .forEach(
              (other, how) -> {
                boolean well = file.named(other).health() != null;
                assertThat(how)
                    .as("%s waits for %s", service.name(), other)
                    .isEqualTo(
                        well
                            ? Condition.SERVICE_HEALTHY
                            : Condition.SERVICE_COMPLETED_SUCCESSFULLY);
              });
      boolean stays = !Set.of("setup", "token").contains(service.name());
      assertThat(service.health() != null).as("health of " + service.name()).isEqualTo(stays);
    }
  }

  @Test
  void volumes_areDeclared_andEachUsed_andFilesAreThere() {
    Set<String> used = new TreeSet<>();
    for (Service service : file.services().values()) {
      for (Mount mount : service.mounts()) {
        if (mount.isVolume()) {
          used.add(mount.source());
        } else {
          assertThat(Espalier.HOME.resolve(mount.source())).exists();
        }
      }
    }
    assertThat(used).isEqualTo(new TreeSet<>(file.volumes()));
  }

  @Test
  void secrets_areInNoVariable_andSeenByTheirOwnersOnly() {
    for (Service service : file.services().values()) {
      service
          .environment()
          .forEach(
              (name, value) -> {
                if (name.contains("PASSWORD") || name.contains("TOKEN") || name.contains("KEY")) {
                  assertThat(name + "=" + value).matches("\\w+_FILE=/.*");
                }
              });
    }
    Map<String, Set<String>> owners =
        Map.of(
            "broker", Set.of("setup", "broker", "enrolment"),
            "fleet", Set.of("setup", "token", "controller"),
            "store-password", Set.of("setup", "database"),
            "node-1", Set.of("setup", "node-1"),
            "node-2", Set.of("setup", "node-2"));
    owners.forEach(
        (volume, services) ->
            assertThat(file.services().values())
                .filteredOn(
                    service ->
                        service.mounts().stream().anyMatch(mount -> mount.source().equals(volume)))
                .extracting(Service::name)
                .containsExactlyInAnyOrderElementsOf(services));
  }

  @Test
  void ports_areOfThisMachineOnly_unlessItsOwnerSaysOtherwise() {
    for (Service service : file.services().values()) {
      assertThat(service.ports()).allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void versions_areThoseThatAreBuiltAndTested() throws IOException {
    Map<String, String> variables = ComposeFile.variables(Espalier.HOME.resolve(".env"));
    String pom = Files.readString(Espalier.HOME.resolve("pom.xml"));
    assertThat(pom)
        .contains(
            "<artifactId>espalier</artifactId>\n  <version>%s</version>"
                .formatted(variables.get("ESPALIER_VERSION")));
    assertThat(file.named("database").image()).isEqualTo("postgres:15-alpine");
  }

  @Test
  void variableWithoutAValue_isRefused(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve(".env"), "A=1\n");
    Files.writeString(
        directory.resolve("docker-compose.yml"), "services: {x: {image: 'a:${A}$$${B}'}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ComposeFile.read(directory))
        .withMessage(".env: expected a line for B, found none");
    Files.writeString(directory.resolve(".env"), "A=1\nB=2\n");
    assertThat(ComposeFile.read(directory).named("x").image()).isEqualTo("a:1$2");
  }
}
