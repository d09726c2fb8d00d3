package io.espalier.controller.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command that lists things prints them. */
final class ListOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ListFormat format = ListFormat.table;

  /** Prints several: data as one list. */
  <T> void print(Listing<T> listing, List<T> all) throws IOException {
    listing.print(all, format, command.commandLine().getOut());
  }

  /** Prints something that has rows: data as all of it, else the rows. */
  <T> void print(Listing<T> listing, Object whole, List<T> rows) throws IOException {
    listing.print(whole, rows, format, command.commandLine().getOut());
  }

  /** Prints one: data as itself. */
  <T> void print(Listing<T> listing, T one) throws IOException {
    listing.print(one, format, command.commandLine().getOut());
  }
}
