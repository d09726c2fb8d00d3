package io.espalier.controller.cli;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What every command says of itself. */
class HelpGoldenTest {
  /** They print what is no data: a script, a table of contents, or nothing. */
  private static final Set<String> WITHOUT_DATA =
      Set.of("espalier help", "espalier completion", "espalier man");

  @ParameterizedTest
  @MethodSource("commands")
  void help_isAsItWasRead(String command) throws Exception {
    List<String> words = words(command);
    words.add("--help");
    Program program = Program.run(words.toArray());
    assertThat(program.code()).isZero();
    assertThat(program.err()).isEmpty();
    Golden.assertSame("help/" + command.replace(' ', '-') + ".txt", program.out());
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void everyCommand_speaksJson(String command) {
    assertThat(formats(find(command))).as("formats of '%s'", command).contains("json");
  }

  static Stream<String> commands() {
    return all(Program.commandLine())
        .map(command -> command.getCommandSpec().qualifiedName())
        .filter(name -> !name.equals("espalier help"));
  }

  static Stream<String> leaves() {
    return all(Program.commandLine())
        .filter(command -> command.getSubcommands().isEmpty())
        .map(command -> command.getCommandSpec().qualifiedName())
        .filter(name -> !WITHOUT_DATA.contains(name));
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(HelpGoldenTest::all));
  }

  private static CommandLine find(String name) {
    return all(Program.commandLine())
        .filter(command -> command.getCommandSpec().qualifiedName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> formats(CommandLine command) {
    OptionSpec format = command.getCommandSpec().findOption("--format");
    return format == null
        ? List.of()
        : StreamSupport.stream(format.completionCandidates().spliterator(), false)
            .map(candidate -> candidate.replace("jsonl", "json"))
            .collect(toList());
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.remove(0);
    return words;
  }
}
