package io.espalier.compressor;

import java.util.List;
import java.util.Locale;

/** What a network is trained for. */
public enum TrainingGoal {
  /** To give each sample back: an autoencoder. */
  RECONSTRUCTION {
    @Override
    public List<Integer> usualLayers(int width, int classes) {
      return List.of(width, 256, 64, 256, width);
    }
  },
  /** To tell classes apart; the outputs are logits. */
  CLASSIFICATION {
    @Override
    public List<Integer> usualLayers(int width, int classes) {
      return List.of(width, 300, 100, classes);
    }
  };

  /**
   * The widths of a network for MNIST as the literature has them: the paper's autoencoder, or
   * LeNet-300-100.
   *
   * @param width of a sample
   * @param classes how many there are
   */
  public abstract List<Integer> usualLayers(int width, int classes);

  /** The name in options, for instance {@code classification}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
