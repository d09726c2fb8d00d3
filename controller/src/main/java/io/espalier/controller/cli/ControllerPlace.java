package io.espalier.controller.cli;

import io.espalier.controller.store.StoreAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a controller will keep everything that is not started yet. */
final class ControllerPlace {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Of the controller to come (default: ${DEFAULT-VALUE}).")
  private Path dataDirectory = Path.of("espalier-data");

  @Mixin private StoreAddressOptions store = new StoreAddressOptions();

  Path dataDirectory() {
    return dataDirectory;
  }

  /** Its database; null for the file in the data directory. */
  @Nullable StoreAddress store(CommandSpec command) {
    return store.address(command);
  }
}
