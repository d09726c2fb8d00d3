package io.espalier.controller.access;

import io.espalier.controller.store.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that were given out. Who shows one is looked up in memory and never waits; changes go
 * to the store first, and those of another controller on it are seen at the next {@link #refresh}.
 */
public final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  private final TokenStore store;
  private volatile List<Token> known = List.of();

  /** Those in that store, read at once; blocks. */
  public Tokens(TokenStore store) {
    this.store = store;
    refresh();
  }

  /** Reads them again; blocks. */
  public void refresh() {
    known = store.all().stream().map(Tokens::token).toList();
  }

  /** Whether none was given out, so that nobody can be asked for one. Those that ended count. */
  public boolean isEmpty() {
    return known.isEmpty();
  }

  /** All, by name. */
  public List<Token> all() {
    return known;
  }

  /** Whose that is, unless it is nobody's or has ended. Looks at every token in any case. */
  public Optional<Caller> owner(Secret shown, Instant now) {
    Secret.Hash hash = shown.hash();
    Token found = null;
    for (Token token : known) {
      if (token.hash().isSame(hash)) {
        found = token;
      }
    }
    return Optional.ofNullable(found).filter(token -> !token.isExpired(now)).map(Token::caller);
  }

  /** The caller of a token that is still good. */
  public Optional<Caller> named(String name, Instant now) {
    return known.stream()
        .filter(token -> token.name().equals(name) && !token.isExpired(now))
        .map(Token::caller)
        .findFirst();
  }

  /**
   * Gives one out; blocks.
   *
   * @throws TokenRefusal if there is one of that name, or nobody could give out others
   */
  public synchronized void add(Token token) throws TokenRefusal {
    refresh();
    if (known.stream().anyMatch(other -> other.name().equals(token.name()))) {
      throw new TokenRefusal("token " + token.name() + ": expected a new name, found it in use");
    }
    if (known.isEmpty() && (token.role() != Role.ADMIN || token.expiresAt() != null)) {
      throw new TokenRefusal(
          "token "
              + token.name()
              + ": expected the first to be an admin's that does not expire, or nobody could give"
              + " out another");
    }
    store.add(row(token));
    refresh();
    LOG.info("token={} role={} given out", token.name(), token.role().text());
  }

  /**
   * Takes one back; blocks.
   *
   * @return what it was; empty if there is none of that name
   * @throws TokenRefusal if nobody were left who could give out others
   */
  public synchronized Optional<Token> remove(String name) throws TokenRefusal {
    refresh();
    Optional<Token> removed = known.stream().filter(token -> token.name().equals(name)).findFirst();
    if (removed.isEmpty()) {
      return removed;
    }
    boolean others = known.size() > 1;
    boolean lastAdmin =
        known.stream().noneMatch(token -> !token.name().equals(name) && isLasting(token));
    if (others && lastAdmin) {
      throw new TokenRefusal(
          "token "
              + name
              + ": expected another admin's that does not expire, found none; give it out first");
    }
    store.remove(name);
    refresh();
    LOG.info("token={} taken back", name);
    return removed;
  }

  private static boolean isLasting(Token token) {
    return token.role() == Role.ADMIN && token.expiresAt() == null;
  }

  private static Token token(TokenStore.Row row) {
    return new Token(
        row.name(),
        Role.valueOf(row.role().toUpperCase(Locale.ROOT)),
        new Secret.Hash(row.hash()),
        row.createdAt(),
        row.expiresAt());
  }

  private static TokenStore.Row row(Token token) {
    return new TokenStore.Row(
        token.name(),
        token.role().text(),
        token.hash().hex(),
        token.createdAt(),
        token.expiresAt());
  }
}
