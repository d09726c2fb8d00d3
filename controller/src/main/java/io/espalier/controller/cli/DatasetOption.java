package io.espalier.controller.cli;

import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Datasets;
import picocli.CommandLine.Option;

/** The data set that a command takes its samples from. */
final class DatasetOption {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "mnist, or idx:DIR for four files in its format (default: ${DEFAULT-VALUE}).")
  private String data = "mnist";

  /**
   * Reads it.
   *
   * @throws DataException if there is none, or it is none
   */
  Dataset resolve() throws DataException {
    return Datasets.resolve(data);
  }
}
