package io.espalier.controller.access;

/**
 * Somebody who asks.
 *
 * @param name of the token, or {@link #LOCAL_NAME}
 * @param role what they may do
 */
public record Caller(String name, Role role) {
  /** No token has this name. */
  private static final String LOCAL_NAME = "(this machine)";

  /** A program of this machine where there are no tokens: it may do everything. */
  public static final Caller LOCAL = new Caller(LOCAL_NAME, Role.ADMIN);

  /** Whether no token says who that is. */
  public boolean isLocal() {
    return name.equals(LOCAL_NAME);
  }
}
