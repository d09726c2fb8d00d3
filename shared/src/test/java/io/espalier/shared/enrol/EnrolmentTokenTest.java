package io.espalier.shared.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.shared.fleet.NodeId;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentTokenTest {
  private static final NodeId NODE = new NodeId("pi-07");
  private static final EnrolmentToken TOKEN = new EnrolmentToken("0123456789abcdef".repeat(4));
  private static final EnrolmentToken OTHER = new EnrolmentToken("0".repeat(64));

  /**
   * By {@code printf 'espalier enrol request\npi-07\nMFkwEw==\n' | openssl dgst -sha256 -hmac
   * 0123…}.
   */
  @Test
  void proofOfARequest_isWhatOpensslComputes() {
    EnrolmentRequest request =
        new EnrolmentRequest(
            1,
            NODE,
            "MFkwEw==",
            "5e4dd0c0c16386e08880850cd64265c354e81199e6a895c8db067b57a5e7de1a");
    assertThat(TOKEN.proves(request)).isTrue();
    assertThat(OTHER.proves(request)).isFalse();
    assertThat(TOKEN.proves(new EnrolmentRequest(1, NODE, "MFkwEx==", request.proof()))).isFalse();
    assertThat(
            TOKEN.proves(new EnrolmentRequest(1, new NodeId("pi-08"), "MFkwEw==", request.proof())))
        .isFalse();
  }

  /** By {@code printf 'espalier enrol grant\npi-07\nC\nA\n\n' | openssl dgst …}, as above. */
  @Test
  void proofOfAGrant_isWhatOpensslComputes_andARefusalProvesNothing() {
    EnrolmentGrant grant = TOKEN.grant(NODE, "C", "A", null);
    assertThat(grant.proof())
        .isEqualTo("402177f953ea4d04fa876eed9ac73812384c54095835def79686537bd603cbf9");
    assertThat(TOKEN.proves(grant)).isTrue();
    assertThat(OTHER.proves(grant)).isFalse();
    assertThat(TOKEN.proves(EnrolmentGrant.refusal(NODE, "no"))).isFalse();
  }

  @Test
  void request_isProvedByItsOwnToken() throws Exception {
    PublicKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    assertThat(TOKEN.proves(TOKEN.request(NODE, key))).isTrue();
    assertThat(TOKEN.proves(OTHER.request(NODE, key))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2", "0123456789ABCDEF", "z"})
  void token_isNeverRepeatedInWhatIsSaid(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnrolmentToken(text))
        .withMessage("token: expected 64 lower-case hexadecimal digits, found something else");
    assertThat(TOKEN).asString().doesNotContain(TOKEN.reveal());
  }
}
