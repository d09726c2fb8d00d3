package io.espalier.controller.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A store in a real PostgreSQL. */
class StoreIT extends StoreContract {
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
  Store open() {
    return Store.open(address);
  }
}
