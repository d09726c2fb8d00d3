package io.espalier.controller.store;

import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real PostgreSQL for a class of tests, with an empty database for each of them. */
public final class PostgresStore
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private @Nullable Postgres server;
  private @Nullable StoreAddress address;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server = Postgres.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    address = newDatabase();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (server != null) {
      server.close();
    }
  }

  /** One more database that is empty. */
  public StoreAddress newDatabase() throws Exception {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.newDatabase();
  }

  /** Where the database of this test is. */
  public StoreAddress address() {
    if (address == null) {
      throw new IllegalStateException("no test runs");
    }
    return address;
  }

  /** Opens the database of this test as the controller that drives from now on. */
  public Store open() {
    Store store = Store.open(address());
    try (LeaderLock lock = store.leaderLock().orElseThrow()) {
      await("the lock of whoever drives").until(() -> lock.hold("test"));
    }
    return store;
  }
}
