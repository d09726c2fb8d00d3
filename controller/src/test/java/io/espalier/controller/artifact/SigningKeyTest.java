package io.espalier.controller.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.espalier.controller.link.Publishable;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ArtifactSignature;
import io.espalier.shared.artifact.Provenance;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  @TempDir private Path directory;

  @Test
  void keyThatWasMade_isTheOneThatIsReadAndSigns() throws Exception {
    SigningKey made = SigningKey.init(directory);
    SigningKey read = SigningKey.of(directory).orElseThrow();
    ArtifactManifest manifest =
        Publishable.bytes(
                new byte[] {1, 2, 3}, ArtifactKind.MODEL, "m", Provenance.ofThisBuild(Map.of()))
            .manifest();
    ArtifactSignature signature = Objects.requireNonNull(read.sign(manifest).signature());
    assertThat(signature.isOf(manifest, made.publicKey())).isTrue();
    assertThat(signature.key()).isEqualTo(made.name());
  }

  @Test
  void privateKey_isForItsOwnersEyesOnly() throws Exception {
    SigningKey.init(directory);
    assertThat(Files.getPosixFilePermissions(SigningKey.privateFile(directory)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void keyThatIsThere_isNotOverwritten() throws Exception {
    SigningKey first = SigningKey.init(directory);
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> SigningKey.init(directory));
    assertThat(SigningKey.of(directory).orElseThrow().name()).isEqualTo(first.name());
  }

  @Test
  void directoryWithoutKey_hasNone() throws Exception {
    assertThat(SigningKey.of(directory)).isEmpty();
  }

  @Test
  void fileThatIsNoKey_isSaidInOneLine() throws Exception {
    Files.writeString(SigningKey.privateFile(directory), "no key");
    assertThatIOException()
        .isThrownBy(() -> SigningKey.of(directory))
        .withMessageEndingWith("signing-key.pem: expected one PRIVATE KEY in PEM, found none");
  }
}
