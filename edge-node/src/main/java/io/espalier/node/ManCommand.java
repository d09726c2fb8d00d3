package io.espalier.node;

import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.manual.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier-node man}: writes the pages that its package installs. */
@Command(
    name = "espalier-node man",
    description = "Writes a page for man about each command, such as espalier-node-bench.1.",
    mixinStandardHelpOptions = true,
    versionProvider = NodeMain.Version.class)
final class ManCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Where to write; made if it is not there.")
  private Path directory = Path.of("");

  @Option(names = "--compressed", description = "As packages have them, each ending in .gz.")
  private boolean compressed;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(directory);
    for (ManPage page :
        ManPage.of(NodeMain.described(), "espalier-node " + BuildVersion.current())) {
      Files.write(
          directory.resolve(page.name() + (compressed ? ".1.gz" : ".1")),
          compressed ? page.compressed() : page.bytes());
    }
    return 0;
  }
}
