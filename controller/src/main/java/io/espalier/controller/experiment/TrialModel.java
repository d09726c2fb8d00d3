package io.espalier.controller.experiment;

import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trial measured, as it can be deployed.
 *
 * @param model the compressed network
 * @param head turns its output into a class; absent if it tells that itself
 */
public record TrialModel(Part model, @Nullable Part head) {
  /**
   * A file of it.
   *
   * @param manifest says what it is and where it comes from
   * @param content its bytes; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Part(ArtifactManifest manifest, byte[] content) {
    static Part of(ArtifactManifest manifest, Path file) throws IOException {
      return new Part(manifest, Files.readAllBytes(file));
    }
  }

  /** The directory that the model of a trial is in. */
  public static Path directory(Path run, Trial trial) {
    return new NetworkStore(run, trial.seed()).home(trial.variant());
  }

  /**
   * The model of a trial.
   *
   * @param run the directory of its run
   * @return empty if it was not made yet, or is damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<TrialModel> of(Path run, Trial trial) throws IOException {
    Precision precision = trial.precision();
    return new NetworkStore(run, trial.seed()).files(trial.variant(), precision);
  }
}
