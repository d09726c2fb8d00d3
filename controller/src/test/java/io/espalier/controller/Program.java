package io.espalier.controller;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The program inside this process.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Program(int code, String out, String err) {
  /** Runs it to its end; paths may be given as they are. */
  public static Program run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] words = Stream.of(arguments).map(Program::word).toArray(String[]::new);
    return new Program(commandLine.execute(words), out.toString(), err.toString());
  }

  /** The program without its end. */
  public static CommandLine commandLine() {
    return ControllerMain.commandLine();
  }

  private static String word(Object argument) {
    return argument instanceof Path path ? path.toString() : String.valueOf(argument);
  }
}
