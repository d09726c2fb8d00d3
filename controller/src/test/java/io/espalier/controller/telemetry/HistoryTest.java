package io.espalier.controller.telemetry;

import io.espalier.controller.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** In a file. */
class HistoryTest extends HistoryContract {
  @TempDir private Path directory;

  @Override
  protected Store open() {
    return Store.open(directory.resolve("db"));
  }
}
