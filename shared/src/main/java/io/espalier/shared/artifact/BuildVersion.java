package io.espalier.shared.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of the running build, written by Maven at build time.
 *
 * @param version the Maven version
 * @param commit the abbreviated Git commit, or {@code unknown} outside a checkout
 */
public record BuildVersion(String version, String commit) {
  private static final BuildVersion CURRENT = load();

  /** The version of the build that is running. */
  public static BuildVersion current() {
    return CURRENT;
  }

  @Override
  public String toString() {
    return version + " (" + commit + ")";
  }

  private static BuildVersion load() {
    Properties git = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream("git.properties")) {
      if (in != null) {
        git.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("git.properties: could not be read", e);
    }
    return new BuildVersion(
        git.getProperty("git.build.version", "unknown"),
        git.getProperty("git.commit.id.abbrev", "unknown"));
  }
}
