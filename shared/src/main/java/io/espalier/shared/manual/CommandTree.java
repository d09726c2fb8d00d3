package io.espalier.shared.manual;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands of a program that its help shows, each under one name. */
final class CommandTree {
  private CommandTree() {}

  /** The command itself, then all below it, each before its own. */
  static Stream<CommandSpec> all(CommandSpec command) {
    return Stream.concat(Stream.of(command), below(command).stream().flatMap(CommandTree::all));
  }

  /** The commands directly below one, in the order of its help. */
  static List<CommandSpec> below(CommandSpec command) {
    return command.subcommands().values().stream()
        .distinct()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .toList();
  }

  /** The options of a command that its help shows. */
  static List<OptionSpec> options(CommandSpec command) {
    return command.options().stream().filter(option -> !option.hidden()).toList();
  }

  /** What a command is for, in one line. */
  static String summary(CommandSpec command) {
    return sentence(command.usageMessage().description());
  }

  /** What an option or a parameter is for, in one line, with defaults and candidates filled in. */
  static String summary(ArgSpec argument) {
    return sentence(argument.description());
  }

  private static String sentence(String[] lines) {
    return String.join(" ", lines).replace("%n", " ").replace("%%", "%").strip();
  }
}
