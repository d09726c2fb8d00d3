package io.espalier.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.fixtures.Ports;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Specs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be run is refused in one line that says what, where, and what was expected. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class BadInputIT {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir private Path directory;
  private String tiny;

  @BeforeEach
  void writeData() throws IOException {
    tiny = Specs.tiny(directory, 10);
  }

  @Test
  void unknownKey_isNamedWithItsLine() throws Exception {
    assertThat(refusal(USAGE, tiny.replace("seeds:", "seed:")))
        .contains("spec.yaml:2", "unknown key 'seed'", "seeds");
  }

  @Test
  void sparsityAboveOne_isOutOfRange() throws Exception {
    assertThat(refusal(USAGE, tiny.replace("0.83", "1.2")))
        .contains("spec.yaml", "sparsities[0]", "expected", "1.2");
  }

  @Test
  void layersThatDoNotFitTheData_areHeldAgainstIt() throws Exception {
    assertThat(refusal(USAGE, tiny.replace("[64, 24, 12, 24, 64]", "[63, 24, 12, 24, 63]")))
        .contains("spec.yaml", "model.train.layers", "expected 64", "63");
  }

  @Test
  void missingSpec_isNamed() throws Exception {
    assertThat(refusal(USAGE, directory.resolve("absent.yaml"))).contains("absent.yaml");
  }

  @Test
  void missingData_isNamed() throws Exception {
    Path nowhere = directory.resolve("nowhere");

    assertThat(refusal(USAGE, tiny.replaceFirst("idx:.*", "idx:" + nowhere)))
        .contains(nowhere.toString(), "expected");
  }

  @Test
  void missingFileOfTheData_isNamed() throws Exception {
    Files.delete(directory.resolve("data/t10k-labels-idx1-ubyte"));

    assertThat(refusal(USAGE, tiny)).contains("t10k-labels-idx1-ubyte", "expected");
  }

  @Test
  void truncatedData_isNamed() throws Exception {
    Path images = directory.resolve("data/train-images-idx3-ubyte");
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 5_000));

    assertThat(refusal(USAGE, tiny)).contains("train-images-idx3-ubyte", "expected");
  }

  @Test
  void unknownOption_isNamed() throws Exception {
    assertThat(refusal(USAGE, tiny, "--colour")).contains("--colour");
  }

  @Test
  void brokerAddressThatIsNone_isRefused() throws Exception {
    assertThat(refusal(USAGE, tiny, "--broker", "http://broker"))
        .contains("broker", "expected mqtt[s]://host[:port]", "http://broker");
  }

  @Test
  void brokerThatIsNotThere_isGivenUpSoon() throws Exception {
    String nobody = "mqtt://127.0.0.1:" + Ports.free();

    assertThat(refusal(FAILED, tiny, "--broker", nobody)).contains(nobody);
  }

  @Test
  void portInUse_isNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertThat(refusal(FAILED, tiny, "--listen", address)).contains(address);
    }
  }

  private String refusal(int code, String yaml, String... more) throws Exception {
    return refusal(code, Specs.write(directory, yaml), more);
  }

  private String refusal(int code, Path spec, String... more) throws Exception {
    Path output = directory.resolve("out");
    try (Espalier espalier = Espalier.experiment(spec, output, more)) {
      assertThat(espalier.exitCode(Duration.ofSeconds(60))).as(espalier.err()).isEqualTo(code);
      assertThat(espalier.out()).isEmpty();
      assertThat(espalier.err().lines()).hasSize(1);
      assertThat(espalier.nodes()).isEmpty();
      return espalier.err();
    }
  }
}
