package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.systemtests.fixture.Espalier;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench of a node measures one that serves; what it reaches depends on the machine. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class BenchNodeIT {
  @TempDir private Path directory;

  @Test
  void bench_measuresANodeThatServes_besideTheSameModelAlone() throws Exception {
    try (Espalier bench =
        Espalier.start(directory, "bench", "node", "--seconds", "2", "-o", "json")) {
      bench.succeed(Duration.ofMinutes(3));
      assertThat(bench.out())
          .containsPattern("\"name\" : \"node/rss\",\\s+\"value\" : \\d+\\.\\d+")
          .containsPattern("\"name\" : \"node/ready\",\\s+\"value\" : \\d+\\.\\d+")
          .contains("\"floor\"", "\"holds\"");
    }
  }
}
