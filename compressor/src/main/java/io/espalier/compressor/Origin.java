package io.espalier.compressor;

import io.espalier.compressor.train.TrainingRecipe;
import java.util.List;

/** Where the dense networks of a plan come from. */
public sealed interface Origin {
  /** Whether it is trained anew for each seed. */
  boolean isTrained();

  /** An autoencoder is trained on the training samples, for each seed another. */
  record Autoencoder(TrainingRecipe training) implements Origin {
    @Override
    public boolean isTrained() {
      return true;
    }
  }

  /**
   * A classifier is trained on the training samples and their labels, for each seed another.
   *
   * @param layers widths, from the samples to the classes
   * @param epochs passes over the samples, at least 1
   */
  record Classifier(List<Integer> layers, int epochs) implements Origin {
    /** Copies. */
    public Classifier {
      layers = List.copyOf(layers);
    }

    @Override
    public boolean isTrained() {
      return true;
    }
  }

  /**
   * Somebody brought it, the same for every seed.
   *
   * @param name what it is called in messages
   * @param file the bytes of a {@code .tflite} file of single floats, not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Given(String name, byte[] file) implements Origin {
    @Override
    public boolean isTrained() {
      return false;
    }
  }
}
