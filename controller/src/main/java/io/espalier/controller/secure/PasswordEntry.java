package io.espalier.controller.secure;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A line of Mosquitto's password file: {@code user:$7$iterations$salt$hash}, PBKDF2 with
 * HMAC-SHA-512, salt and hash in Base64.
 */
final class PasswordEntry {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PASSWORD_BYTES = 32;
  private static final int SALT_BYTES = 12;
  private static final int HASH_BITS = 512;

  /** Mosquitto's own. More would gain nothing: nobody guesses 256 bits of chance. */
  private static final int ITERATIONS = 101;

  private PasswordEntry() {}

  /** A password that nobody guesses. */
  static String newPassword() {
    byte[] chance = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(chance);
    return HexFormat.of().formatHex(chance);
  }

  /** The line for that user. */
  static String of(String user, String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return of(user, password, salt);
  }

  /** The lines of all others. */
  static String without(String user, String lines) {
    return lines
        .lines()
        .filter(line -> !line.startsWith(user + ":"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  static String of(String user, String password, byte[] salt) {
    Base64.Encoder base64 = Base64.getEncoder();
    return "%s:$7$%d$%s$%s\n"
        .formatted(
            user,
            ITERATIONS,
            base64.encodeToString(salt),
            base64.encodeToString(hash(password, salt)));
  }

  private static byte[] hash(String password, byte[] salt) {
    KeySpec key = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has PBKDF2WithHmacSHA512", e);
    }
  }
}
