package io.espalier.controller.cli;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The run whose results a command is about. */
final class RunParameter {
  @Parameters(
      paramLabel = "NAME|DIR",
      description = "An experiment, or the output directory of a run.")
  private String what = "";

  RunArgument.Found find(CommandLine command, ServerOptions server) throws Exception {
    return new RunArgument(command, server).find(what);
  }
}
