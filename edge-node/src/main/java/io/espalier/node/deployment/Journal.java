package io.espalier.node.deployment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node must know when it starts: which of its two slots serves, what the other is for, and
 * how often the process has ended before the model that counts had shown that it works.
 *
 * @param schema version of this file, {@link #SCHEMA}
 * @param asked the newest deployment that was asked for; absent if none
 * @param serving the last that has shown that it works; absent before the first
 * @param spare the one before it, which takes over if that fails; absent while another is tried
 * @param tried the one that is being tried; absent when none is
 * @param lives of the process that began with {@code tried}, or with {@code serving} where that is
 *     absent, and had not shown that it works
 * @param givenUp deployments that are not tried again, the newest last
 */
public record Journal(
    int schema,
    @JsonSetter(nulls = Nulls.SET) @Nullable DeploymentId asked,
    @JsonSetter(nulls = Nulls.SET) @Nullable DesiredState serving,
    @JsonSetter(nulls = Nulls.SET) @Nullable DesiredState spare,
    @JsonSetter(nulls = Nulls.SET) @Nullable DesiredState tried,
    int lives,
    List<GivenUp> givenUp) {
  /** The version of this file that this build writes. */
  public static final int SCHEMA = 1;

  /** Of a node that never had a model. */
  public static final Journal EMPTY = new Journal(SCHEMA, null, null, null, null, 0, List.of());

  /**
   * A deployment that is over.
   *
   * @param deployment which one
   * @param phase refused or fallen back
   * @param error why, one line for people
   */
  public record GivenUp(DeploymentId deployment, Phase phase, String error) {
    /**
     * @throws IllegalArgumentException if the phase is another
     */
    public GivenUp {
      if (phase != Phase.REFUSED && phase != Phase.FALLEN_BACK) {
        throw new IllegalArgumentException(
            "given up: expected refused or fallen_back, found " + phase);
      }
    }
  }

  /**
   * @throws IllegalArgumentException for a schema that this build does not know, or more than two
   *     slots
   */
  public Journal {
    givenUp = List.copyOf(givenUp);
    if (schema != SCHEMA) {
      throw new IllegalArgumentException(
          "journal schema: expected " + SCHEMA + ", found " + schema);
    }
    if (lives < 0 || (spare != null && tried != null)) {
      throw new IllegalArgumentException(
          "journal: expected two slots and 0 or more lives, found " + lives);
    }
  }
}
