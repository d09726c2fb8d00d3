package io.espalier.controller.access;

import io.espalier.controller.access.Secret.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Browsers that showed a token. They live in memory: after a restart the token is shown again. May
 * be used from any thread.
 */
public final class Sessions {
  /** As long as a day's work. */
  public static final Duration LIFE = Duration.ofHours(12);

  /** Past these the oldest ends. */
  private static final int MOST = 1_000;

  private final Map<Hash, Session> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Session> eldest) {
          return size() > MOST;
        }
      };

  private record Session(String token, Instant until) {}

  /**
   * Begins one.
   *
   * @return what the browser shows from now on
   */
  public synchronized Secret begin(Caller caller, Instant now) {
    Secret shown = Secret.random();
    open.put(shown.hash(), new Session(caller.name(), now.plus(LIFE)));
    return shown;
  }

  /** The name of the token of a session, unless it has ended. */
  public synchronized Optional<String> token(Secret shown, Instant now) {
    return Optional.ofNullable(open.get(shown.hash()))
        .filter(session -> now.isBefore(session.until()))
        .map(Session::token);
  }

  /** Ends one. */
  public synchronized void end(Secret shown) {
    open.remove(shown.hash());
  }
}
