package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.access.Role;
import io.espalier.controller.access.Token;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that was given out, without its secret.
 *
 * @param name for people and the audit log
 * @param role of whoever shows it
 * @param createdAt when it was given out
 * @param expiresAt when it ends; absent for never
 */
public record TokenView(
    String name,
    Role role,
    Instant createdAt,
    @JsonSetter(nulls = Nulls.SET) @Nullable Instant expiresAt) {
  /** A token as others see it. */
  public static TokenView of(Token token) {
    return new TokenView(token.name(), token.role(), token.createdAt(), token.expiresAt());
  }

  /**
   * Several.
   *
   * @param tokens by name
   */
  public record Several(List<TokenView> tokens) {}

  /**
   * One that is to be given out.
   *
   * @param name new among the tokens
   * @param role of whoever shows it
   * @param expiresInSeconds from now, 60 or more; absent for never
   */
  public record Wanted(
      String name, Role role, @JsonSetter(nulls = Nulls.SET) @Nullable Long expiresInSeconds) {}

  /**
   * One that was just given out.
   *
   * @param token what is kept of it
   * @param secret what its owner shows; told this once
   */
  public record Made(TokenView token, String secret) {
    /** Says nothing of the secret. */
    @Override
    public String toString() {
      return token.toString();
    }
  }
}
