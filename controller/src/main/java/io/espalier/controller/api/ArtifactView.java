package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An artifact that the controller keeps.
 *
 * @param digest that names it
 * @param kind what it is for
 * @param name for people
 * @param size bytes
 * @param wireBytes as it travels
 * @param nodes how many are to have it; while there is one, the broker keeps it
 * @param createdAt when it came
 */
public record ArtifactView(
    Digest digest,
    ArtifactKind kind,
    String name,
    long size,
    long wireBytes,
    long nodes,
    Instant createdAt) {
  /**
   * Several.
   *
   * @param artifacts the newest first
   * @param next how to ask for the rest; absent where there is none
   */
  public record Several(
      List<ArtifactView> artifacts, @JsonSetter(nulls = Nulls.SET) @Nullable String next) {}
}
