package io.espalier.controller.cli;

import io.espalier.controller.store.StoreAddress;
import io.espalier.shared.link.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** In which database a controller keeps what it must not forget. */
final class StoreAddressOptions {
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

  /** The same, where a mistake in it ends {@code command}. */
  @Nullable StoreAddress address(CommandSpec command) {
    try {
      return address();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
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
