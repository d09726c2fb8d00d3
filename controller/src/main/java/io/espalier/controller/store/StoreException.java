package io.espalier.controller.store;

import java.sql.SQLException;

/** The database refused or failed; nothing of the change was kept. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The class of SQL states for values that cannot be kept, and of those for broken rules. */
  private static final String BAD_VALUE = "22";

  private static final String BROKEN_RULE = "23";

  private final String sqlState;

  StoreException(String what, SQLException cause) {
    super("store: " + what + ": " + cause.getMessage(), cause);
    this.sqlState = String.valueOf(cause.getSQLState());
  }

  /** Whether trying again is in vain: it is what was to be kept that is wrong. */
  public boolean isOfData() {
    return sqlState.startsWith(BAD_VALUE) || sqlState.startsWith(BROKEN_RULE);
  }
}
