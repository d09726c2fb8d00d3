package io.espalier.controller.cli;

import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.secure.BrokerDirectory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where {@code broker config} wrote to. */
final class BrokerDirectoryOption {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "What 'espalier broker config' wrote (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("espalier-broker");

  /**
   * What is there.
   *
   * @throws NotFoundException if nothing is
   */
  BrokerDirectory open() throws IOException, NotFoundException {
    try {
      return BrokerDirectory.open(directory);
    } catch (NoSuchFileException e) {
      throw new NotFoundException(
          e.getFile() + ": expected an authority's key, found none; see 'espalier broker config'");
    }
  }
}
