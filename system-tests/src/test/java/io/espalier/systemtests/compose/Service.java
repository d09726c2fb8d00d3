package io.espalier.systemtests.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service of a compose file, variables resolved.
 *
 * @param user name or {@code uid:gid}; absent for the image's
 * @param entrypoint absent for the image's
 * @param command absent for the image's
 * @param mounts in the order of the file
 * @param dependsOn what has to be the case with another service before this one starts, by its name
 * @param health command and arguments that succeed when it is well; absent where it has none
 * @param ports as {@code address:outside:inside}
 */
record Service(
    String name,
    String image,
    @Nullable String user,
    @Nullable List<String> entrypoint,
    @Nullable List<String> command,
    Map<String, String> environment,
    List<Mount> mounts,
    Map<String, Condition> dependsOn,
    @Nullable List<String> health,
    List<String> ports) {

  /** What to wait for. */
  enum Condition {
    SERVICE_HEALTHY,
    SERVICE_COMPLETED_SUCCESSFULLY
  }

  /**
   * Something from outside.
   *
   * @param source a volume, or a path that begins with {@code ./}
   * @param target path inside
   */
  record Mount(String source, String target) {
    boolean isVolume() {
      return !source.startsWith(".");
    }

    static Mount parse(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length < 2) {
        throw new IllegalArgumentException("volume: expected SOURCE:TARGET, found '" + text + "'");
      }
      return new Mount(parts[0], parts[1]);
    }
  }
}
