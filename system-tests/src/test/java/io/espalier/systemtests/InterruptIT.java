package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends before it is done, politely or not, and the next one. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class InterruptIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_RUN = Duration.ofMinutes(3);

  @TempDir private Path directory;
  private Path spec;
  private Path output;

  @BeforeEach
  void writeSpec() throws IOException {
    spec = Specs.write(directory, Specs.tiny(directory, 400_000));
    output = directory.resolve("out");
  }

  @Test
  void ctrlC_endsTheNodesAndKeepsWhatWasFinished() throws Exception {
    List<ProcessHandle> nodes;
    try (Espalier espalier = Espalier.experiment(spec, output)) {
      awaitRows(2);
      nodes = espalier.nodes();
      assertThat(nodes).hasSize(2);

      espalier.interrupt();

      assertThat(espalier.exitCode(SOON)).as(espalier.err()).isEqualTo(130);
      assertThat(espalier.err()).contains("espalier: interrupted; what was finished is kept");
    }
    await().atMost(SOON).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
    Results kept = Results.of(output);
    assertThat(kept.rows()).hasSizeBetween(2, Specs.TRIALS - 1);
    assertThat(output.resolve("report.html")).exists();

    completeAndExpectKept(kept);
  }

  @Test
  void kill9_endsTheNodesToo_andTheNextStartGoesOn() throws Exception {
    List<ProcessHandle> nodes;
    try (Espalier espalier = Espalier.experiment(spec, output)) {
      awaitRows(1);
      nodes = espalier.nodes();

      espalier.kill();
    }
    await().atMost(SOON).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));

    completeAndExpectKept(Results.of(output));
  }

  private void awaitRows(int count) {
    await("rows in the table").atMost(A_RUN).until(() -> Results.of(output).rows().size() >= count);
  }

  private void completeAndExpectKept(Results kept) throws Exception {
    try (Espalier next = Espalier.experiment(spec, output)) {
      next.succeed(A_RUN);
    }
    Results complete = Results.of(output);
    assertThat(complete.column("status")).hasSize(Specs.TRIALS).containsOnly("ok");
    assertThat(complete.rows()).as("finished trials are not run again").containsAll(kept.rows());
  }
}
