package io.espalier.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.fixtures.docs.Page;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A walk under way, in namespaces of its own: whatever it starts ends with it.
 *
 * @param place where
 * @param process that enters the commands
 */
record Visit(Workplace place, Process process) implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;
  private static final String LOG = "log";
  private static final List<String> NAMESPACES =
      List.of(
          "unshare",
          "--mount",
          "--net",
          "--uts",
          "--pid",
          "--fork",
          "--kill-child",
          "--mount-proc",
          "--propagation",
          "private");

  static Visit start(Walk walk, Workplace place) throws IOException {
    for (String name : walk.pages()) {
      Page page = Page.read(Espalier.HOME, name);
      Files.writeString(place.file(Script.name(page)), new Script(place, page).text());
    }
    List<String> command = new ArrayList<>(NAMESPACES);
    command.addAll(List.of("bash", "-uo", "pipefail", "-c", place.driver(walk)));
    return new Visit(
        place,
        new ProcessBuilder(command)
            .directory(place.work().toFile())
            .redirectErrorStream(true)
            .redirectOutput(place.file(LOG).toFile())
            .start());
  }

  /** Waits for its end, and gives all that was said. */
  String end() throws IOException, InterruptedException {
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String said = Files.readString(place.file(LOG));
    assertThat(ended).as("ended; it said:%n%s", said).isTrue();
    return said;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
