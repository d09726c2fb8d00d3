package io.espalier.controller.store;

import java.sql.SQLException;

/** The database refused or failed; nothing of the change was kept. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(String what, SQLException cause) {
    super("store: " + what + ": " + cause.getMessage(), cause);
  }
}
