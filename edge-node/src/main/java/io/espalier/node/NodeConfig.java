package io.espalier.node;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.protocol.Topics;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told when it starts.
 *
 * @param broker {@code mqtt[s]://host[:port]}
 * @param security how node and broker know each other
 * @param reconnectWithin upper bound of the wait before a lost connection is tried again, 100 ms to
 *     one day
 * @param id its name
 * @param labels that its owner gave it, to be found by; may be empty
 * @param dataDirectory where it keeps what outlives it
 * @param topics of the protocol
 * @param telemetryInterval between two samples of the system, 100 ms to one day
 * @param maxArtifactBytes of an artifact that it fetches, at least 1
 * @param cacheBytes of all artifacts that it keeps, at least 1
 * @param telemetryBytes of telemetry that waits on disk, at least 1
 * @param signingKey file of the key that artifacts must be signed with; absent if none is needed
 * @param inferListen where programs on this machine ask its model; absent if nowhere
 */
record NodeConfig(
    URI broker,
    LinkSecurity security,
    Duration reconnectWithin,
    NodeId id,
    SortedMap<String, String> labels,
    Path dataDirectory,
    Topics topics,
    Duration telemetryInterval,
    long maxArtifactBytes,
    long cacheBytes,
    long telemetryBytes,
    @Nullable Path signingKey,
    @Nullable InetSocketAddress inferListen) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._/-]{1,64}");
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  NodeConfig {
    security.requireSuits(broker);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    labels.forEach(NodeConfig::requireLabel);
    requireInRange("reconnect within", reconnectWithin);
    requireInRange("telemetry interval", telemetryInterval);
    requirePositive("largest artifact", maxArtifactBytes);
    requirePositive("cache", cacheBytes);
    requirePositive("telemetry buffer", telemetryBytes);
  }

  private static void requireLabel(String key, String value) {
    if (!LABEL.matcher(key).matches() || !LABEL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "label: expected key=value of letters, digits, '.', '-', '_' and '/', found '%s=%s'"
              .formatted(key, value));
    }
  }

  private static void requireInRange(String what, Duration duration) {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          what + ": expected 0.1 s to 86400 s, found " + duration.toMillis() / 1000.0 + " s");
    }
  }

  private static void requirePositive(String what, long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException(what + ": expected at least 1 byte, found " + bytes);
    }
  }
}
