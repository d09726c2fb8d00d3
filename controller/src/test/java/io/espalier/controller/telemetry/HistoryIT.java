package io.espalier.controller.telemetry;

import io.espalier.controller.store.Postgres;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.StoreAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** In a real PostgreSQL. */
class HistoryIT extends HistoryContract {
  private static Postgres server;
  private StoreAddress address;

  @BeforeAll
  static void startServer() throws Exception {
    server = Postgres.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void makeDatabase() throws Exception {
    address = server.newDatabase();
  }

  @Override
  protected Store open() {
    return Store.open(address);
  }
}
