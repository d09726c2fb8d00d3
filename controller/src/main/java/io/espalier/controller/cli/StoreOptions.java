package io.espalier.controller.cli;

import io.espalier.controller.rollout.RolloutFile;
import io.espalier.controller.store.Retention;
import io.espalier.controller.store.StoreAddress;
import io.espalier.controller.store.StoreConfig;
import io.espalier.shared.link.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which database a controller keeps what it must not forget. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "A PostgreSQL of version 15 or newer, jdbc:postgresql://host[:port]/database"
              + " (default: a file in the data directory).")
  private @Nullable String url;

  @Option(
      names = "--store-user",
      paramLabel = "NAME",
      defaultValue = "${env:PGUSER}",
      description = "As whom it is opened (default: $PGUSER, or the name of the system's user).")
  private @Nullable String user;

  @Option(
      names = "--store-password-file",
      paramLabel = "FILE",
      description =
          "The password for it, in a file of mode 600 (default: $PGPASSWORD, or what ~/.pgpass"
              + " says).")
  private @Nullable Path passwordFile;

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
        address(),
        new Retention(
            RolloutFile.duration("--keep-raw", raw),
            RolloutFile.duration("--keep-minutes", minutes),
            records));
  }

  /**
   * Where it is; null for the file in the data directory.
   *
   * @throws IllegalArgumentException if it is said wrongly, or the file cannot be read
   */
  @Nullable StoreAddress address() {
    if (url == null) {
      if (passwordFile != null) {
        throw new IllegalArgumentException(
            "--store: expected one to go with --store-password-file, found none");
      }
      return null;
    }
    try {
      return StoreAddress.server(
          url,
          user,
          passwordFile == null ? System.getenv("PGPASSWORD") : SecretFile.firstLine(passwordFile));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
