package io.espalier.shared.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  /** FIPS 180-4's one-block example. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void of_isSha256() {
    assertThat(Digest.of("abc".getBytes(UTF_8)).hex()).isEqualTo(OF_ABC);
  }

  @Test
  void ofSlice_equalsThatOfTheCopiedBytes() {
    assertThat(Digest.of("xxabcyy".getBytes(UTF_8), 2, 3).hex()).isEqualTo(OF_ABC);
  }

  @Test
  void ofFile_equalsThatOfItsBytes(@TempDir Path dir) throws IOException {
    byte[] content = new byte[200_001];
    new Random(1).nextBytes(content);
    Path file = Files.write(dir.resolve("content"), content);

    assertThat(Digest.ofFile(file)).isEqualTo(Digest.of(content));
  }

  @Test
  void abbreviated_isTheFirstTwelveDigits() {
    assertThat(new Digest(OF_ABC).abbreviated()).isEqualTo("ba7816bf8f01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ba7816bf",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
        "../../../../../../../../../../../../../../../../../../etc/passwd"
      })
  void constructor_refusesWhatIsNoDigest(String hex) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Digest(hex))
        .withMessageContaining("64 lower-case hexadecimal digits")
        .withMessageContaining(hex);
  }
}
