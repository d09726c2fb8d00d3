package io.espalier.controller.cli;

import io.espalier.controller.rollout.RolloutFile;
import io.espalier.controller.store.Retention;
import io.espalier.controller.store.StoreConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** In which database a controller keeps what it must not forget, and how long. */
final class StoreOptions {
  @Mixin private StoreAddressOptions where = new StoreAddressOptions();

  @Option(
      names = "--keep-raw",
      paramLabel = "TIME",
      description = "How long to keep each record of telemetry (default: ${DEFAULT-VALUE}).")
  private String raw = "7d";

  @Option(
      names = "--keep-minutes",
      paramLabel = "TIME",
      description =
          "How long to keep what they come to in each minute (default: ${DEFAULT-VALUE}); what"
              + " they come to in each hour is kept for good.")
  private String minutes = "90d";

  @Option(
      names = "--telemetry-records",
      paramLabel = "N",
      description =
          "How many records of telemetry to keep at most, some 500 bytes each; the oldest go first"
              + " (default: ${DEFAULT-VALUE}).")
  private long records = Retention.USUAL.records();

  /**
   * What is kept where, and how long.
   *
   * @throws IllegalArgumentException if it is said wrongly
   */
  StoreConfig config() {
    return new StoreConfig(
        where.address(),
        new Retention(
            RolloutFile.duration("--keep-raw", raw),
            RolloutFile.duration("--keep-minutes", minutes),
            records));
  }
}
