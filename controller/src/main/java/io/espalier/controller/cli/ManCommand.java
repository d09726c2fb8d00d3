package io.espalier.controller.cli;

import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.manual.ManPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier man}. */
@Command(
    name = "man",
    description = {
      "Writes a page for man about each command, such as espalier-nodes-list.1.",
      "man finds them in DIR when the folder above it is in MANPATH and DIR is called man1."
    },
    mixinStandardHelpOptions = true)
public final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "Where to write; made if it is not there.")
  private Path directory = Path.of("");

  @Option(names = "--compressed", description = "As packages have them, each ending in .gz.")
  private boolean compressed;

  @Override
  public Integer call() throws Exception {
    List<ManPage> pages = ManPage.of(command.root(), "espalier " + BuildVersion.current());
    Files.createDirectories(directory);
    for (ManPage page : pages) {
      OutputFiles.write(
          directory.resolve(page.name() + (compressed ? ".1.gz" : ".1")),
          compressed ? page.compressed() : page.bytes());
    }
    command.commandLine().getOut().printf("%d pages in %s%n", pages.size(), directory);
    command.commandLine().getOut().flush();
    return ExitCode.DONE.code();
  }
}
