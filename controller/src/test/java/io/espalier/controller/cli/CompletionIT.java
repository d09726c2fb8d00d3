package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.controller.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells offer for the beginning of a line. */
@SuppressWarnings("NullAway.Init") // JUnit fills the field.
class CompletionIT {
  @TempDir private Path folder;

  @BeforeEach
  void writeScripts() throws Exception {
    for (String shell : List.of("bash", "fish")) {
      Files.writeString(folder.resolve(shell), Program.run("completion", shell).out());
    }
  }

  @Test
  void bash_offersCommandsOptionsAndValues() throws Exception {
    assumeTrue(Shell.isThere("bash"), "bash is not installed");
    assertThat(bash("nodes ''")).contains("list", "show", "watch", "label");
    assertThat(bash("nodes list --")).contains("--selector", "--server", "--format");
    assertThat(bash("nodes list -o ''")).contains("json", "yaml", "csv");
  }

  @Test
  void zsh_takesTheSameScript() throws Exception {
    assumeTrue(Shell.isThere("zsh"), "zsh is not installed");
    Shell done =
        Shell.run(
            folder,
            "zsh",
            "-f",
            "-c",
            "autoload -Uz compinit && compinit -D -u && source ./bash && print $_comps[espalier]");
    assertThat(done.out()).as(done.err()).contains("_complete_espalier");
  }

  @Test
  void fish_offersCommandsOptionsAndValues() throws Exception {
    assumeTrue(Shell.isThere("fish"), "fish is not installed");
    assertThat(fish("espalier nod")).containsExactly("nodes");
    assertThat(fish("espalier nodes ")).contains("list", "show", "watch", "label");
    assertThat(fish("espalier --server x nodes list --f")).containsExactly("--format");
    assertThat(fish("espalier nodes list -o ")).containsExactly("csv", "json", "table", "yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcsh", ""})
  void anotherShell_isAMistake(String shell) {
    Program program = Program.run("completion", shell);
    assertThat(program.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(program.err()).hasLineCount(1).contains("bash, zsh, fish");
  }

  /** The script asks bash about the line that it completes, which there is none of here. */
  private List<String> bash(String line) throws Exception {
    Shell done =
        Shell.run(
            folder,
            "bash",
            "-c",
            "source ./bash; compopt() { :; }; COMP_WORDS=(espalier %s);".formatted(line)
                + " COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); _complete_espalier;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"");
    return done.out().lines().map(String::strip).toList();
  }

  private List<String> fish(String line) throws Exception {
    Shell done = Shell.run(folder, "fish", "-N", "-c", "source ./fish; complete -C '" + line + "'");
    assertThat(done.err()).isEmpty();
    return done.out().lines().map(offer -> offer.replaceFirst("\t.*", "")).toList();
  }
}
