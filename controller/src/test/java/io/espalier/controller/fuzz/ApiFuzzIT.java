package io.espalier.controller.fuzz;

import io.espalier.controller.openapi.DescribedFleet;
import java.nio.file.Path;
import java.util.List;

/** With its store in a file. */
class ApiFuzzIT extends ApiFuzzContract {
  ApiFuzzIT() {
    super(25, List.of(400, 401, 405, 415));
  }

  @Override
  DescribedFleet open(Path directory) throws Exception {
    return new DescribedFleet(directory);
  }
}
