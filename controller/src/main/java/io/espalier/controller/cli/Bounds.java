package io.espalier.controller.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Holds numbers that people give against what a command can do with them. */
final class Bounds {
  private Bounds() {}

  /**
   * Refuses a value out of bounds in one line.
   *
   * @param least the smallest that is taken
   * @param most the largest that is taken
   */
  static void require(CommandSpec command, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          command.commandLine(),
          "%s: expected %d to %d, found %d".formatted(option, least, most, value));
    }
  }
}
