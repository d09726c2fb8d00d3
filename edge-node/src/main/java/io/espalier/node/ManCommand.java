package io.espalier.node;

import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.manual.ManPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
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
  /** Where the header of gzip says how hard it tried, which Java leaves open. */
  private static final int HOW_HARD = 8;

  private static final byte HARDEST = 2;

  @Parameters(paramLabel = "DIR", description = "Where to write; made if it is not there.")
  private Path directory = Path.of("");

  @Option(names = "--compressed", description = "As packages have them, each ending in .gz.")
  private boolean compressed;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(directory);
    for (ManPage page :
        ManPage.of(NodeMain.described(), "espalier-node " + BuildVersion.current())) {
      byte[] text = page.text().getBytes(StandardCharsets.UTF_8);
      Files.write(
          directory.resolve(page.name() + (compressed ? ".1.gz" : ".1")),
          compressed ? compressed(text) : text);
    }
    return 0;
  }

  private static byte[] compressed(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new Smallest(bytes)) {
      out.write(text);
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
}
