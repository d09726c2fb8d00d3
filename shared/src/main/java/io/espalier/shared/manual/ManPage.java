package io.espalier.shared.manual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The page of section 1 about one command, in the macros of man(7).
 *
 * @param name of the page and its file, such as {@code espalier-nodes-list}
 * @param text all of it
 */
public record ManPage(String name, String text) {
  /** Where the header of gzip says how hard it tried, which Java leaves open. */
  private static final int HOW_HARD = 8;

  private static final byte HARDEST = 2;

  /**
   * The pages of a program, one for each of its commands.
   *
   * @param program its outermost command
   * @param version as it stands at the foot of each
   */
  public static List<ManPage> of(CommandSpec program, String version) {
    Map<Integer, String> exits =
        program.usageMessage().exitCodeList().entrySet().stream()
            .collect(
                Collectors.toMap(e -> Integer.valueOf(e.getKey().trim()), Map.Entry::getValue));
    return CommandTree.all(program)
        .map(command -> new ManPage(name(command), page(command, version, exits)))
        .toList();
  }

  /** What a file of it holds. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The same as packages have it, in gzip's best, byte for byte the same at any time. */
  public byte[] compressed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new Smallest(bytes)) {
      out.write(bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory does not fail.
    }
    byte[] gzip = bytes.toByteArray();
    gzip[HOW_HARD] = HARDEST;
    return gzip;
  }

  private static final class Smallest extends GZIPOutputStream {
    Smallest(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private static String page(CommandSpec command, String version, Map<Integer, String> exits) {
    List<String> lines = new ArrayList<>();
    lines.add(".TH %s 1 \"\" \"%s\"".formatted(quoted(name(command)), escaped(version)));
    lines.add(".SH NAME");
    lines.add("%s \\- %s".formatted(escaped(name(command)), escaped(title(command))));
    lines.add(".SH SYNOPSIS");
    lines.add(".nh");
    lines.add(".na");
    lines.add(".B " + escaped(command.qualifiedName()));
    lines.add(escaped(usage(command)));
    lines.add(".ad");
    lines.add(".hy");
    lines.add(".SH DESCRIPTION");
    paragraphs(command.usageMessage().description(), lines);
    entries("ARGUMENTS", command.positionalParameters(), ManPage::heading, lines);
    entries("OPTIONS", CommandTree.options(command), ManPage::heading, lines);
    commands(command, lines);
    lines.add(".SH EXIT STATUS");
    exits.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            exit -> {
              lines.add(".TP");
              lines.add(".B " + exit.getKey());
              lines.add(escaped(exit.getValue()));
            });
    seeAlso(command, lines);
    return String.join("\n", lines) + "\n";
  }

  private static String title(CommandSpec command) {
    String first = command.usageMessage().description()[0].replace("%%", "%").strip();
    String sentence = first.replaceFirst("[.:;].*", "");
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** Without the command's own name, which stands before it in bold. */
  private static String usage(CommandSpec command) {
    String synopsis =
        new Help(command, Help.defaultColorScheme(Help.Ansi.OFF))
            .synopsis(0)
            .replaceAll("\\s+", " ")
            .strip();
    return synopsis.substring(command.qualifiedName().length()).strip();
  }

  private static void paragraphs(String[] description, List<String> lines) {
    Stream.of(description)
        .map(line -> escaped(line.replace("%n", "").replace("%%", "%").strip()))
        .forEach(
            line -> {
              lines.add(".PP");
              lines.add(line);
            });
  }

  private static <T extends ArgSpec> void entries(
      String title,
      List<T> arguments,
      java.util.function.Function<T, String> heading,
      List<String> lines) {
    if (arguments.isEmpty()) {
      return;
    }
    lines.add(".SH " + title);
    for (T argument : arguments) {
      lines.add(".TP");
      lines.add(heading.apply(argument));
      lines.add(escaped(CommandTree.summary(argument)));
    }
  }

  private static String heading(OptionSpec option) {
    String names =
        Stream.of(option.names())
            .map(name -> "\\fB" + escaped(name) + "\\fR")
            .collect(Collectors.joining(", "));
    return option.arity().max() == 0
        ? names
        : names + " \\fI" + escaped(option.paramLabel()) + "\\fR";
  }

  private static String heading(PositionalParamSpec parameter) {
    return "\\fI" + escaped(parameter.paramLabel()) + "\\fR";
  }

  private static void commands(CommandSpec command, List<String> lines) {
    List<CommandSpec> below = CommandTree.below(command);
    if (below.isEmpty()) {
      return;
    }
    lines.add(".SH COMMANDS");
    for (CommandSpec each : below) {
      lines.add(".TP");
      lines.add("\\fB" + escaped(name(each)) + "\\fR(1)");
      lines.add(escaped(CommandTree.summary(each)));
    }
  }

  private static void seeAlso(CommandSpec command, List<String> lines) {
    if (command.parent() != null) {
      lines.add(".SH SEE ALSO");
      lines.add(".BR " + escaped(name(command.parent())) + " (1)");
    }
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  /** As roff prints it: no hyphen where a minus is meant, no request where a line begins so. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
