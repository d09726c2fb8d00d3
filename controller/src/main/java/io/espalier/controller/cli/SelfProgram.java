package io.espalier.controller.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start this program once more, beside itself. */
final class SelfProgram {
  private static final String MAIN = "io.espalier.controller.ControllerMain";

  private SelfProgram() {}

  /** The command: what this process was started by, or else the Java runtime with its options. */
  static List<String> command() {
    String program = System.getProperty("espalier.program");
    if (program != null) {
      return List.of(program);
    }
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
