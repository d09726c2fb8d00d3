package io.espalier.controller.experiment;

import io.espalier.compressor.TrainingGoal;
import java.util.List;

/** Where the model of an experiment comes from. */
public sealed interface ModelSource {
  /** Whether a head can be fitted to what it says. */
  boolean takesHead();

  /** In the form of its file. */
  SpecFile.Model toFile();

  /**
   * A perceptron is trained for each seed.
   *
   * @param goal what it learns
   * @param layers widths, at least two; at most 500 million links between them
   * @param epochs of training, 1 to 1,000
   */
  record Trained(TrainingGoal goal, List<Integer> layers, int epochs) implements ModelSource {
    /** What a file of single floats, which ends at 2 GiB, has room for. */
    private static final long MOST_LINKS = 500_000_000;

    /**
     * @throws IllegalArgumentException if a value is out of range; the message names the key
     */
    public Trained {
      layers = List.copyOf(layers);
      Expect.that(layers.size() >= 2, "model.train.layers", "at least two widths", layers);
      for (int i = 0; i < layers.size(); i++) {
        int width = layers.get(i);
        Expect.that(
            width >= 1 && width <= 65_536, "model.train.layers[" + i + "]", "1 to 65536", width);
      }
      long links = links(layers);
      Expect.that(
          links <= MOST_LINKS, "model.train.layers", "at most " + MOST_LINKS + " links", links);
      Expect.that(epochs >= 1 && epochs <= 1000, "model.train.epochs", "1 to 1000", epochs);
    }

    @Override
    public boolean takesHead() {
      return goal == TrainingGoal.RECONSTRUCTION;
    }

    @Override
    public SpecFile.Model toFile() {
      return new SpecFile.Model(new SpecFile.Train(goal.label(), layers, epochs), null);
    }

    private static long links(List<Integer> layers) {
      long links = 0;
      for (int i = 1; i < layers.size(); i++) {
        links += (long) layers.get(i - 1) * layers.get(i);
      }
      return links;
    }
  }

  /**
   * Somebody brings it, and it is the same for every seed.
   *
   * @param path of a {@code .tflite} file of single floats
   */
  record Brought(String path) implements ModelSource {
    /**
     * @throws IllegalArgumentException if there is no path
     */
    public Brought {
      Expect.that(!path.isBlank(), "model.file", "the path of a .tflite file", "'" + path + "'");
    }

    @Override
    public boolean takesHead() {
      return false;
    }

    @Override
    public SpecFile.Model toFile() {
      return new SpecFile.Model(null, path);
    }
  }
}
