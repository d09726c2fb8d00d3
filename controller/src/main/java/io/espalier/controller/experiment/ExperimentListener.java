package io.espalier.controller.experiment;

import java.nio.file.Path;

/** Hears how an experiment gets on. Called from the thread that runs it. */
public interface ExperimentListener {
  /**
   * Work goes on.
   *
   * @param stage what is being done, for instance {@code "train seed 0"}
   * @param fraction how much of it is done, in [0, 1]
   * @param detail what is worth knowing just now, may be empty
   */
  void progress(String stage, double fraction, String detail);

  /**
   * A trial ended.
   *
   * @param row what came of it
   * @param done how many of the run's trials have ended
   * @param total how many there are
   */
  void trialEnded(TrialRow row, int done, int total);

  /**
   * Files of the run are there, and whole.
   *
   * @param below a file, or a directory that they are in
   */
  default void written(Path below) {}

  /** Something that a person should know. */
  void note(String line);
}
