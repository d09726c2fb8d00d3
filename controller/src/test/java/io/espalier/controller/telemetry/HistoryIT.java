package io.espalier.controller.telemetry;

import io.espalier.controller.store.PostgresStore;
import io.espalier.controller.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In a real PostgreSQL. */
class HistoryIT extends HistoryContract {
  @RegisterExtension static final PostgresStore POSTGRES = new PostgresStore();

  @Override
  protected Store open() {
    return POSTGRES.open();
  }
}
