package io.espalier.compressor.graph;

/** What a unit makes of its weighted sum. */
public enum Activation {
  /** f(z) = z. */
  LINEAR {
    @Override
    public float apply(float z) {
      return z;
    }
  },
  /** f(z) = max(0, z). */
  RELU {
    @Override
    public float apply(float z) {
      return Math.max(0f, z);
    }
  },
  /** f(z) = 1 / (1 + e⁻ᶻ). */
  SIGMOID {
    @Override
    public float apply(float z) {
      return (float) (1 / (1 + Math.exp(-z)));
    }
  };

  /** f(z). */
  public abstract float apply(float z);

  /** Replaces each z by f(z). */
  public void applyInPlace(float[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = apply(z[i]);
    }
  }
}
