package io.espalier.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.fixtures.docs.Block;
import io.espalier.fixtures.docs.Page;
import io.espalier.systemtests.fixture.Command;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever enters what the pages say, in their order, gets what they say. */
class DocumentedCommandsIT {
  private static final List<String> PROGRAMS =
      List.of("unshare", "ip", "curl", "jq", "mosquitto", "mosquitto_sub", "pg_isready");
  private static final Map<Walk, Visit> VISITS = new HashMap<>();

  /** All walks at once: they know nothing of each other, and wait most of the time. */
  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "namespaces need root");
    for (String program : PROGRAMS) {
      assumeTrue(Command.isInstalled(program), "needs " + program + ", found none");
    }
    // PostgreSQL, which is not root's, has to get through.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    for (Walk walk : Walk.all()) {
      Path place = Files.createDirectory(directory.resolve("walk-" + VISITS.size()));
      VISITS.put(walk, Visit.start(walk, Workplace.make(place)));
    }
  }

  @AfterAll
  static void stop() {
    VISITS.values().forEach(Visit::close);
  }

  @ParameterizedTest
  @MethodSource("io.espalier.systemtests.docs.Walk#all")
  void everyCommand_doesWhatItsPageSays(Walk walk) throws Exception {
    Visit visit = Objects.requireNonNull(VISITS.get(walk));

    assertThat(visit.end()).contains("::end").doesNotContain("::failed");
    List<String> missing = new ArrayList<>();
    for (String name : walk.pages()) {
      Page page = Page.read(Espalier.HOME, name);
      for (Block block : Script.blocks(page)) {
        if (!block.answers().isEmpty()) {
          Path said = visit.place().file(Script.answers(page, block));
          Answers.missing(block.answers(), Files.readAllLines(said)).stream()
              .map(line -> "%s:%d: %s".formatted(name, block.line(), line))
              .forEach(missing::add);
        }
      }
    }
    assertThat(missing).as("shown and not said").isEmpty();
  }
}
