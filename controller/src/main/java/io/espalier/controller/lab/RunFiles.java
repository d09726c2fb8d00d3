package io.espalier.controller.lab;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.artifact.ArtifactRefusedException;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialModel;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs have written: results for people, models to deploy. Blocks. */
public final class RunFiles {
  private final Runs runs;
  private final ExperimentArchive archive;
  private final ArtifactLibrary library;
  private final RunCopies copies;

  /**
   * A model and its head if it has one, ready to be deployed.
   *
   * @param model the compressed network
   * @param head turns its output into a class; absent if it tells that itself
   */
  public record Kept(Digest model, @Nullable Digest head) {}

  /**
   * Files of those runs.
   *
   * @param library takes models that are to be deployed
   * @param copies of what other controllers ran
   */
  public RunFiles(Runs runs, ExperimentArchive archive, ArtifactLibrary library, RunCopies copies) {
    this.runs = runs;
    this.archive = archive;
    this.library = library;
    this.copies = copies;
  }

  /**
   * The content of a file.
   *
   * @param name of a file that every run has, sooner or later
   * @throws LabRefusal if it is not there
   * @throws IOException if it cannot be read
   */
  public byte[] read(ExperimentId id, String name) throws IOException {
    existing(id);
    Optional<byte[]> copy = copies.content(id, name);
    if (copy.isPresent()) {
      return copy.get();
    }
    try {
      return Files.readAllBytes(runs.of(id).resolve(name));
    } catch (NoSuchFileException e) {
      throw LabRefusal.absent("experiment %s: expected %s, found none so far".formatted(id, name));
    }
  }

  /**
   * Puts what a trial measures into the library, from where it can be deployed.
   *
   * @param number of the trial, from 1
   * @throws LabRefusal if there is no such trial, or its model was not made yet
   * @throws IOException if it cannot be read or kept
   */
  public Kept keep(ExperimentId id, int number) throws IOException, ArtifactRefusedException {
    List<Trial> trials = Trial.all(existing(id).spec());
    if (number < 1 || number > trials.size()) {
      throw LabRefusal.absent(
          "experiment %s: expected a trial of 1 to %d, found %d"
              .formatted(id, trials.size(), number));
    }
    Trial trial = trials.get(number - 1);
    Path files = runs.of(id).relativize(TrialModel.directory(runs.of(id), trial));
    copies.bring(id, path -> Path.of(path).startsWith(files));
    TrialModel model =
        TrialModel.of(runs.of(id), trial)
            .orElseThrow(
                () ->
                    LabRefusal.conflict(
                        "experiment %s: expected the model of trial %d, found it not made yet"
                            .formatted(id, number)));
    TrialModel.Part head = model.head();
    return new Kept(add(id, model.model()), head == null ? null : add(id, head));
  }

  private Digest add(ExperimentId id, TrialModel.Part part)
      throws IOException, ArtifactRefusedException {
    ArtifactManifest manifest = part.manifest();
    String name = id + " " + manifest.name();
    return library.add(manifest.kind(), name, part.content(), manifest.provenance()).digest();
  }

  private Experiment existing(ExperimentId id) {
    return archive.find(id).orElseThrow(() -> LabRefusal.unknown(id));
  }
}
