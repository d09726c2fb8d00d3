package io.espalier.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void secret_isItselfAgain_andNoOther() {
    Secret secret = Secret.random();
    assertThat(Secret.parse(secret.reveal()).hash()).isEqualTo(secret.hash());
    assertThat(Secret.random().hash().isSame(secret.hash())).isFalse();
    assertThat(secret.hash().isSame(Secret.parse(secret.reveal()).hash())).isTrue();
  }

  @Test
  void secret_isNotInWhatIsSaidOfIt() {
    Secret secret = Secret.random();
    assertThat(secret.toString()).isEqualTo("espalier_…");
    assertThat(secret.hash().toString()).doesNotContain(secret.reveal());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.parse("hunter2"))
        .withMessageNotContaining("hunter2")
        .withMessageContaining("found 7 other characters");
  }
}
