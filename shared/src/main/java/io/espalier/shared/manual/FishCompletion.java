package io.espalier.shared.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the shell fish is to know of a program; picocli itself writes it for bash and zsh only. */
public final class FishCompletion {
  private FishCompletion() {}

  /**
   * A script for fish to read.
   *
   * @param program its outermost command
   */
  public static String of(CommandSpec program) {
    String paths =
        CommandTree.all(program)
            .map(FishCompletion::path)
            .filter(path -> !path.isEmpty())
            .map(FishCompletion::quoted)
            .collect(Collectors.joining(" "));
    List<String> lines =
        new ArrayList<>(
            List.of(
                "# Which command the line has come to: words that are none, such as values, do not"
                    + " count.",
                "function __%s_at".formatted(program.name()),
                "    set -l paths " + paths,
                "    set -l path",
                "    for word in (commandline -opc)[2..]",
                "        if contains -- (string trim -- \"$path $word\") $paths",
                "            set -a path $word",
                "        end",
                "    end",
                "    test \"$path\" = \"$argv\"",
                "end",
                "complete -c %s -f".formatted(program.name())));
    CommandTree.all(program).forEach(command -> lines.addAll(of(program.name(), command)));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> of(String program, CommandSpec command) {
    String start =
        "complete -c %s -n %s"
            .formatted(program, quoted("__" + program + "_at " + path(command)).stripTrailing());
    List<String> lines = new ArrayList<>();
    for (CommandSpec below : CommandTree.below(command)) {
      lines.add(
          "%s -a %s -d %s".formatted(start, below.name(), quoted(CommandTree.summary(below))));
    }
    for (OptionSpec option : CommandTree.options(command)) {
      lines.add(
          start + names(option) + value(option) + " -d " + quoted(CommandTree.summary(option)));
    }
    command.positionalParameters().stream()
        .filter(FishCompletion::isFile)
        .limit(1)
        .forEach(file -> lines.add(start + " -F"));
    return lines;
  }

  private static String names(OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return names.toString();
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    if (option.completionCandidates() == null) {
      return isFile(option) ? " -rF" : " -x";
    }
    String candidates =
        StreamSupport.stream(option.completionCandidates().spliterator(), false)
            .collect(Collectors.joining(" "));
    return " -xa " + quoted(candidates);
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.type().equals(java.nio.file.Path.class);
  }

  /** Empty for the program itself. */
  private static String path(CommandSpec command) {
    String whole = command.qualifiedName(" ");
    return whole.contains(" ") ? whole.substring(whole.indexOf(' ') + 1) : "";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
