package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.tflite.Clamp;
import io.espalier.compressor.tflite.Tensor;
import io.espalier.compressor.tflite.TfLiteGraph;
import io.espalier.shared.artifact.Provenance;
import java.util.Arrays;

/**
 * Writes a support vector machine as a TensorFlow Lite graph, so that a node needs nothing else to
 * turn features into a class.
 *
 * <p>−γ‖x−s‖² is taken apart into 2γ x·s − γ‖s‖² − γ‖x‖²: a fully connected operator and a row sum.
 */
public final class RbfSvmHead {
  /**
   * Decision values are multiplied by this and clamped to ±1, which is their sign unless they are
   * within 2⁻⁴⁰ of zero. A power of two changes no digit, and unlike SIGN the clamp is XNNPACK's.
   */
  private static final double SIGN_GAIN = 0x1p40;

  private RbfSvmHead() {}

  /**
   * The file's bytes, the same for the same arguments. Its input is batch × features in single
   * floats, its output the label of each row as a 32-bit integer.
   */
  public static byte[] write(RbfSvm svm, Provenance provenance) {
    int features = svm.features();
    int vectors = svm.supportVectors().rows();
    int pairs = svm.pairs();
    int classes = svm.labels()[svm.labels().length - 1] + 1;

    TfLiteGraph graph = new TfLiteGraph(features);
    // Distances do not change, but the products are of small numbers and lose fewer digits.
    float[] centre = svm.supportVectors().columnMeans();
    Matrix vectorsFromCentre = svm.supportVectors().centred(centre);
    Tensor x =
        graph.subtract("centred", graph.input(), graph.floats("centre", centre, 1, features));
    Tensor scaledNorm =
        graph.fullyConnected(
            "scaled_norm",
            graph.multiply("squares", x, x),
            graph.floats("gamma", filled(features, (float) svm.gamma()), 1, features),
            graph.floats("no_bias", new float[1], 1),
            Clamp.NONE);
    Tensor products =
        graph.fullyConnected(
            "products",
            x,
            graph.floats(
                "support_vectors",
                scaledVectors(vectorsFromCentre, svm.gamma()),
                vectors,
                features),
            graph.floats(
                "support_vector_norms", scaledNorms(vectorsFromCentre, svm.gamma()), vectors),
            Clamp.NONE);
    Tensor kernel = exponential(graph, graph.subtract("exponents", products, scaledNorm));
    Tensor signs =
        graph.fullyConnected(
            "signs",
            kernel,
            graph.floats("dual_coefficients", gained(svm.coefficients()), pairs, vectors),
            graph.floats("rho", gainedNegative(svm.rho()), pairs),
            Clamp.TO_UNIT);
    Tensor votes =
        graph.fullyConnected(
            "votes",
            signs,
            graph.floats("ballot", ballot(svm.labels(), classes), classes, pairs),
            graph.floats("present", present(svm.labels(), classes), classes),
            Clamp.NONE);
    return graph.encode(graph.argMax("class", votes), provenance);
  }

  /**
   * eˣ = σ(x) / σ(−x) with σ(x) = 1 / (1 + e⁻ˣ), to a few units in the last place for every x:
   * where x is far below 0, σ(x) is eˣ. Not by EXP, which is wrong on arm64 (docs/adr/0023).
   */
  private static Tensor exponential(TfLiteGraph graph, Tensor x) {
    Tensor minusOne = graph.floats("minus_one", new float[] {-1}, 1, 1);
    return graph.divide(
        "kernel",
        graph.logistic("of_exponents", x),
        graph.logistic("of_opposites", graph.multiply("opposites", x, minusOne)));
  }

  private static float[] scaledVectors(Matrix vectors, double gamma) {
    float[] scaled = vectors.values().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (2 * gamma * scaled[i]);
    }
    return scaled;
  }

  private static float[] scaledNorms(Matrix vectors, double gamma) {
    float[] norms = new float[vectors.rows()];
    for (int s = 0; s < norms.length; s++) {
      double squares = 0;
      for (int f = 0; f < vectors.columns(); f++) {
        double value = vectors.get(s, f);
        squares += value * value;
      }
      norms[s] = (float) (-gamma * squares);
    }
    return norms;
  }

  private static float[] gained(double[][] coefficients) {
    int vectors = coefficients[0].length;
    float[] gained = new float[coefficients.length * vectors];
    for (int p = 0; p < coefficients.length; p++) {
      for (int s = 0; s < vectors; s++) {
        gained[p * vectors + s] = (float) (SIGN_GAIN * coefficients[p][s]);
      }
    }
    return gained;
  }

  private static float[] gainedNegative(double[] rho) {
    float[] gained = new float[rho.length];
    for (int p = 0; p < gained.length; p++) {
      gained[p] = (float) (SIGN_GAIN * -rho[p]);
    }
    return gained;
  }

  /** [class][pair]: half a vote for the first of a pair, half against the second. */
  private static float[] ballot(int[] labels, int classes) {
    int pairs = labels.length * (labels.length - 1) / 2;
    float[] ballot = new float[classes * pairs];
    int p = 0;
    for (int a = 0; a < labels.length; a++) {
      for (int b = a + 1; b < labels.length; b++) {
        ballot[labels[a] * pairs + p] = 0.5f;
        ballot[labels[b] * pairs + p] = -0.5f;
        p++;
      }
    }
    return ballot;
  }

  /** Half a vote per pair, so that votes count from 0; a label without a class never has one. */
  private static float[] present(int[] labels, int classes) {
    float[] present = new float[classes];
    for (int label : labels) {
      present[label] = (labels.length - 1) / 2f;
    }
    return present;
  }

  private static float[] filled(int length, float value) {
    float[] filled = new float[length];
    Arrays.fill(filled, value);
    return filled;
  }
}
