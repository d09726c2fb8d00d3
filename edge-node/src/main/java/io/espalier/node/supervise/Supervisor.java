package io.espalier.node.supervise;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd that this program is ready and alive, where systemd started it and wants to know
 * (<a href="https://www.freedesktop.org/software/systemd/man/sd_notify.html">sd_notify(3)</a>);
 * elsewhere it says nothing. Thread-safe.
 */
public final class Supervisor {
  private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

  /** Asks to be told in this many parts of the time that systemd waits, so that one may be late. */
  private static final int BEATS_IN_TIME = 3;

  /** What of libsystemd is used; Java has no datagram sockets with a path. */
  private interface LibSystemd extends Library {
    /**
     * @return above 0 if it was told
     */
    int sd_notify(int unsetEnvironment, String state);
  }

  private final Optional<LibSystemd> systemd;
  private final Optional<Duration> beat;

  private Supervisor(Optional<LibSystemd> systemd, Optional<Duration> beat) {
    this.systemd = systemd;
    this.beat = beat;
  }

  /**
   * Who watches over this process.
   *
   * @param environment of this process: {@code NOTIFY_SOCKET} and {@code WATCHDOG_USEC} say what is
   *     wanted
   */
  public static Supervisor of(Map<String, String> environment) {
    if (!environment.containsKey("NOTIFY_SOCKET")) {
      return new Supervisor(Optional.empty(), Optional.empty());
    }
    try {
      return new Supervisor(
          Optional.of(Native.load("libsystemd.so.0", LibSystemd.class)),
          Optional.ofNullable(environment.get("WATCHDOG_USEC")).flatMap(Supervisor::beatWithin));
    } catch (UnsatisfiedLinkError e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "systemd wants to be told when the node is ready, but libsystemd.so.0 cannot be loaded: "
              + e.getMessage());
      return new Supervisor(Optional.empty(), Optional.empty());
    }
  }

  /** How often {@link #alive} is to be called; empty if nobody waits for it. */
  public Optional<Duration> beat() {
    return beat;
  }

  /** Says that the program does its work now. */
  public void ready() {
    say("READY=1");
  }

  /** Says that the program still does its work. */
  public void alive() {
    say("WATCHDOG=1");
  }

  /** Says that the program was told to end, and does so. */
  public void stopping() {
    say("STOPPING=1");
  }

  private void say(String state) {
    systemd.ifPresent(library -> library.sd_notify(0, state));
  }

  private static Optional<Duration> beatWithin(String micros) {
    try {
      return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1_000 / BEATS_IN_TIME));
    } catch (NumberFormatException e) {
      LOG.log(System.Logger.Level.WARNING, "WATCHDOG_USEC: expected a number, found " + micros);
      return Optional.empty();
    }
  }
}
