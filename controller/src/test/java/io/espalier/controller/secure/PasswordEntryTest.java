package io.espalier.controller.secure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class PasswordEntryTest {
  /** By {@code mosquitto_passwd -b file pi-07 'correct horse'} of Mosquitto 2.0.11. */
  private static final String OF_MOSQUITTO =
      "pi-07:$7$101$t8qH8xeJMBeZiWBo$qtuuxjb9bXLe6FGgfwYKJpjAhkwCeRGyGm0+8h2HK8pV"
          + "/8omExzb87H1jD/JBztwpKR+SczUaXgqm6eqAVpp+w==\n";

  @Test
  void line_isWhatMosquittoWritesForThatSalt() {
    byte[] salt = Base64.getDecoder().decode("t8qH8xeJMBeZiWBo");
    assertThat(PasswordEntry.of("pi-07", "correct horse", salt)).isEqualTo(OF_MOSQUITTO);
  }

  @Test
  void passwordsAndSalts_areNeverTheSame() {
    assertThat(PasswordEntry.newPassword()).hasSize(64).isNotEqualTo(PasswordEntry.newPassword());
    assertThat(PasswordEntry.of("a", "b")).isNotEqualTo(PasswordEntry.of("a", "b"));
  }
}
