package io.espalier.controller.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start this program once more, beside itself. */
final class SelfProgram {
  private static final String MAIN = "io.espalier.controller.ControllerMain";

  private SelfProgram() {}

  /** The command, with the options that this process was given for its Java runtime. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    return command;
  }
}
