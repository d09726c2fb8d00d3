package io.espalier.controller.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What whoever shows it is known by: 256 random bits, so a plain hash of it gives nothing away. Its
 * text never says what it is.
 */
public final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  private static final String PREFIX = "espalier_";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** One that nobody guesses. */
  public static Secret random() {
    byte[] chance = new byte[BYTES];
    RANDOM.nextBytes(chance);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(chance));
  }

  /**
   * The one that somebody shows.
   *
   * @throws IllegalArgumentException if it has not the form of one; the message does not quote it
   */
  public static Secret parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "token: expected '%s' and 43 letters, digits, '-' or '_', found %d other characters"
              .formatted(PREFIX, text.length()));
    }
    return new Secret(text);
  }

  /** Itself, for its owner. */
  public String reveal() {
    return text;
  }

  /** SHA-256, which is what is kept of it. */
  public Hash hash() {
    try {
      return new Hash(
          java.util.HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(text.getBytes(StandardCharsets.US_ASCII))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * What is kept of a secret.
   *
   * @param hex SHA-256 in hexadecimal digits
   */
  public record Hash(String hex) {
    /** Whether it is of the same secret; takes as long for any other. */
    boolean isSame(Hash other) {
      return MessageDigest.isEqual(
          hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
