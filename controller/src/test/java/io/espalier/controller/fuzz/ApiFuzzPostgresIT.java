package io.espalier.controller.fuzz;

import io.espalier.controller.openapi.DescribedFleet;
import io.espalier.controller.store.PostgresStore;
import io.espalier.controller.store.StoreConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With its store in a real PostgreSQL, which refuses other texts and numbers than a file does. */
class ApiFuzzPostgresIT extends ApiFuzzContract {
  @RegisterExtension static final PostgresStore POSTGRES = new PostgresStore();

  ApiFuzzPostgresIT() {
    super(8, List.of(400, 401, 405));
  }

  @Override
  DescribedFleet open(Path directory) throws Exception {
    return new DescribedFleet(
        directory, new StoreConfig(POSTGRES.newDatabase(), StoreConfig.USUAL.keep()));
  }
}
