package io.espalier.controller.store;

import java.io.IOException;
import java.sql.SQLException;

/** The database refused or failed; nothing of the change was kept. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The class of SQL states for values that cannot be kept, and of those for broken rules. */
  private static final String BAD_VALUE = "22";

  private static final String BROKEN_RULE = "23";

  /** Causes may go round in a circle. */
  private static final int DEEPEST = 20;

  private final boolean ofData;

  StoreException(String what, SQLException cause) {
    super("store: " + what + ": " + reason(cause), cause);
    this.ofData = isOfData(cause);
  }

  StoreException(String what, RuntimeException cause) {
    super("store: " + what + ": " + reason(cause), cause);
    this.ofData = false;
  }

  /** Whether trying again is in vain: it is what was to be kept that is wrong. */
  public boolean isOfData() {
    return ofData;
  }

  static boolean isOfData(SQLException failure) {
    String sqlState = String.valueOf(failure.getSQLState());
    return sqlState.startsWith(BAD_VALUE) || sqlState.startsWith(BROKEN_RULE);
  }

  /** In one line; where the disk is the reason, what the operating system said of it. */
  static String reason(Exception failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
      if (cause instanceof IOException disk && disk.getMessage() != null) {
        return disk.getMessage();
      }
      cause = cause.getCause();
    }
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("failed");
  }
}
