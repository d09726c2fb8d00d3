package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;

/**
 * A way to prune and to quantise, under a name of its own.
 *
 * @param name in tables and the names of files; {@code dense} is that of the baseline
 * @param request how it is done; its target, the format of its numbers and its seed do not count
 * @param samples of the training data that it works with, at least 1; drawn at random
 */
public record PruningRecipe(String name, CompressionRequest request, int samples) {
  /** How many samples are drawn where nothing is said. */
  public static final int USUAL_SAMPLES = 1000;

  /** What names are made of: they stand in tables, labels and the names of files. */
  public static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,31}";

  private static final CompressionRequest NOTHING_ELSE =
      CompressionRequest.prune(Method.SHAPLEY, Sparsity.NONE);

  /**
   * @throws IllegalArgumentException if the name cannot be one, or there is no sample
   */
  public PruningRecipe {
    if (!name.matches(NAMES) || name.equals(Variant.DENSE.method())) {
      throw new IllegalArgumentException(
          "name: expected 1 to 32 letters, digits, '.', '-' or '_', the first a letter or digit,"
              + " and not '%s', found '%s'".formatted(Variant.DENSE.method(), name));
    }
    if (samples < 1) {
      throw new IllegalArgumentException("samples: expected at least 1, found " + samples);
    }
    request = request.with(NOTHING_ELSE.target()).with(numbers(request, Precision.FP32)).seeded(0);
  }

  /** Pruning by that method, named after it, and nothing else. */
  public static PruningRecipe plain(Method method) {
    return new PruningRecipe(
        method.label(), CompressionRequest.prune(method, Sparsity.NONE), USUAL_SAMPLES);
  }

  /** Whether that is all it is: pruning by a method after which it is named. */
  public boolean isPlain() {
    return equals(plain(request.method()));
  }

  /** Whether the network must be one that can be trained or differentiated. */
  public boolean needsPerceptron() {
    return !request.tuning().equals(Tuning.NONE) || request.method().needsGradients();
  }

  /** What is asked of the compressor for one of its files. */
  CompressionRequest request(Sparsity sparsity, Precision precision, long seed) {
    return request.with(new Target.Links(sparsity)).with(numbers(request, precision)).seeded(seed);
  }

  private static Quantisation numbers(CompressionRequest request, Precision precision) {
    Quantisation how = request.quantisation();
    return new Quantisation(precision, how.converter(), how.rounding(), how.calibration());
  }
}
