package io.espalier.controller.access;

import io.espalier.controller.access.Secret.Hash;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token that was given out.
 *
 * @param name for people and the audit log, 1 to 64 letters, digits, dots, dashes and underscores
 * @param role of whoever shows it
 * @param hash of the secret
 * @param createdAt when it was given out
 * @param expiresAt when it ends; absent for never
 */
public record Token(
    String name, Role role, Hash hash, Instant createdAt, @Nullable Instant expiresAt) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * @throws IllegalArgumentException if a character or the length of the name is not allowed
   */
  public Token {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: expected 1 to 64 letters, digits, '.', '-' or '_', found '" + name + "'");
    }
  }

  /** Whether it has ended. */
  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Who shows it. */
  Caller caller() {
    return new Caller(name, role);
  }
}
