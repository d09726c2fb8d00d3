package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.Program;
import io.espalier.fixtures.docs.Block;
import io.espalier.fixtures.docs.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every command of {@code espalier} that a page names exists, with every option that it is given
 * there: in blocks, whether something runs them or not, and between words.
 */
class DocumentedOptionsTest {
  /** Speaks of bytes that begin with {@code espalier}, and of no command. */
  private static final String PROTOCOL = "docs/reference/protocol.md";

  private static final CommandLine PROGRAM = Program.commandLine();
  private static final Pattern ESPALIER = Pattern.compile("(?:\\./)?espalier ([^#;>)]*)");
  private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[^\\s\\[\\]]+");
  private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mentions")
  void command_isOneOfTheProgram_withItsOptions(String page, String mention) {
    List<String> words = words(mention);
    for (String alternative : words.get(0).split("\\|", -1)) {
      if (NAME.matcher(alternative).matches()) {
        check(PROGRAM, alternative, words.subList(1, words.size()));
      }
    }
  }

  static Stream<String[]> mentions() throws IOException {
    return Page.all(Path.of("..")).stream()
        .filter(page -> !page.name().equals(PROTOCOL))
        .flatMap(
            page ->
                Stream.concat(
                        page.code().stream(),
                        page.blocks().stream().flatMap(DocumentedOptionsTest::lines))
                    .filter(text -> ESPALIER.matcher(text).lookingAt())
                    .distinct()
                    .map(text -> new String[] {page.name(), text}));
  }

  /** Follows the names of commands down, and looks for the options of the last. */
  private static void check(CommandLine parent, String name, List<String> words) {
    CommandLine command =
        Objects.requireNonNull(
            parent.getSubcommands().get(name),
            () ->
                "expected a command of '%s', found '%s'".formatted(parent.getCommandName(), name));
    Map<String, CommandLine> below = command.getSubcommands();
    if (!below.isEmpty() && !words.isEmpty()) {
      for (String alternative : words.get(0).split("\\|", -1)) {
        if (NAME.matcher(alternative).matches()) {
          check(command, alternative, words.subList(1, words.size()));
        }
      }
      return;
    }
    for (String word : words) {
      if (word.startsWith("-") && word.length() > 1) {
        String option = word.split("=", 2)[0];
        assertThat(command.getCommandSpec().findOption(option))
            .as("option %s of '%s'", option, command.getCommandSpec().qualifiedName())
            .isNotNull();
      }
    }
  }

  private static List<String> words(String mention) {
    var espalier = ESPALIER.matcher(mention);
    assertThat(espalier.lookingAt()).isTrue();
    List<String> words = new ArrayList<>();
    WORD.matcher(espalier.group(1)).results().map(MatchResult::group).forEach(words::add);
    return words;
  }

  private static Stream<String> lines(Block block) {
    return block.language().equals("synopsis") ? block.lines().stream() : commands(block);
  }

  private static Stream<String> commands(Block block) {
    return block.isOfCommands() ? block.joined().stream() : Stream.empty();
  }
}
