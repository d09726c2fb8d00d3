package io.espalier.controller.cli;

import io.espalier.compressor.Repair;
import picocli.CommandLine.Option;

/** What is done about what pruning broke; at most one of them. */
final class RepairOptions {
  @Option(
      names = "--refit",
      description = "Fit what stays anew, layer by layer, to the sums of the model as it was.")
  private boolean refit;

  @Option(names = "--bias-correction", description = "Move biases so that mean sums stay.")
  private boolean bias;

  Repair repair() {
    if (refit) {
      return Repair.REFIT;
    }
    return bias ? Repair.BIAS : Repair.NONE;
  }
}
