package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.fixtures.Mosquitto;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Results;
import io.espalier.systemtests.fixture.Specs;
import io.espalier.systemtests.fixture.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of chunks change on their way to a node. */
class CorruptedChunkIT {
  @TempDir private Path directory = Path.of("");
  @TempDir private Path broker = Path.of("");

  @Test
  void corruptedChunks_areRefusedAndFetchedAgain() throws Exception {
    List<String> log = runWithCorruptedChunks(3);

    assertThat(log).filteredOn(line -> line.contains("refused, fetched again")).hasSize(3);
    assertThat(log).noneMatch(line -> line.contains("was wrong"));
  }

  @Test
  void chunkThatStaysWrong_failsTheTrial_andIsPublishedAgain() throws Exception {
    List<String> log = runWithCorruptedChunks(5);

    assertThat(log).filteredOn(line -> line.contains("was wrong 5 times")).isNotEmpty();
  }

  /** The first chunk that the only node fetches is wrong that often; gives the node's log. */
  private List<String> runWithCorruptedChunks(int times) throws Exception {
    try (Mosquitto mosquitto = Mosquitto.forgetful(broker);
        TcpProxy proxy = new TcpProxy(mosquitto.port())) {
      proxy.corruptChunks(times);
      Path spec = Specs.write(directory, Specs.tiny(directory, 100));
      Path output = directory.resolve("out");
      String[] oneNode = {"--broker", proxy.uri().toString(), "--local-nodes", "1"};
      try (Espalier espalier = Espalier.experiment(spec, output, oneNode)) {
        espalier.succeed(Duration.ofMinutes(3));
      }
      assertThat(proxy.corruptedChunks()).isEqualTo(times);
      assertThat(Results.of(output).column("status")).hasSize(Specs.TRIALS).containsOnly("ok");
      return nodeLog(output);
    }
  }

  private static List<String> nodeLog(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("nodes"))) {
      Path log = files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
      return Files.readAllLines(log);
    }
  }
}
