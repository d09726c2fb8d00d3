package io.espalier.controller.lab;

import io.espalier.controller.experiment.ExperimentId;
import java.nio.file.Path;

/**
 * Where experiments have their files, and what may be read for them.
 *
 * @param data finds the data of a spec
 * @param directory with a directory for each experiment, or of the only one
 * @param several whether there are several; they go on by themselves when a controller is started
 *     again, where an only one waits until it is asked for again
 */
public record Runs(ExperimentData data, Path directory, boolean several) {
  /** The directory of an experiment. */
  public Path of(ExperimentId id) {
    return several ? directory.resolve(id.value()) : directory;
  }
}
