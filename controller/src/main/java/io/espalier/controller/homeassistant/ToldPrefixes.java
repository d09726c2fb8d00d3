package io.espalier.controller.homeassistant;

import io.espalier.controller.files.WholeFile;
import io.espalier.shared.protocol.DiscoveryTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Under which prefixes Home Assistant was told of nodes, a line each in a file. Blocks. */
public final class ToldPrefixes {
  private final Path file;

  private ToldPrefixes(Path file) {
    this.file = file;
  }

  /** Those that a controller remembers in its data directory. */
  public static ToldPrefixes in(Path dataDirectory) {
    return new ToldPrefixes(dataDirectory.resolve("home-assistant"));
  }

  /**
   * All of them; none where there is no file.
   *
   * @throws IOException if it cannot be read, or has something else in it
   */
  public synchronized List<DiscoveryTopics> read() throws IOException {
    List<DiscoveryTopics> told = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        try {
          told.add(new DiscoveryTopics(line));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              "%s: expected prefixes of topics, found '%s'".formatted(file, line), e);
        }
      }
    }
    return told;
  }

  /** Adds one before it is used. */
  public synchronized void add(DiscoveryTopics prefix) throws IOException {
    List<DiscoveryTopics> told = read();
    if (!told.contains(prefix)) {
      told.add(prefix);
      write(told);
    }
  }

  /** Removes one under which nothing is left. */
  synchronized void remove(DiscoveryTopics prefix) throws IOException {
    List<DiscoveryTopics> told = read();
    told.remove(prefix);
    write(told);
  }

  private void write(List<DiscoveryTopics> told) throws IOException {
    if (told.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    String lines = String.join("\n", told.stream().map(DiscoveryTopics::prefix).toList()) + "\n";
    WholeFile.write(file, lines.getBytes(StandardCharsets.UTF_8));
  }
}
