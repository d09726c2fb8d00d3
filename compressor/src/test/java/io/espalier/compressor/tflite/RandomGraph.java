package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;

import io.espalier.compressor.quantise.Channels;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Float16;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * A graph of operators drawn by a seed, built and at the same time computed for a few rows in
 * double precision, with a bound for how far off single floats and 8-bit inputs may lead.
 */
final class RandomGraph {
  private static final int ROWS = 3;
  private static final double EPSILON = 1e-5;

  private final Random random;
  private final int width;
  private final float[] rows;
  private final TfLiteGraph graph;
  private final List<Value> values = new ArrayList<>();
  private int names;

  /** What a tensor holds, row by row, and how far off each element may be. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Value(Tensor tensor, int width, double[] exact, double[] bound) {}

  RandomGraph(long seed) {
    random = new Random(seed);
    width = 1 + random.nextInt(20);
    graph = new TfLiteGraph(width);
    rows = new float[ROWS * width];
    double[] exact = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
      exact[i] = rows[i];
    }
    Value current = new Value(graph.input(), width, exact, new double[exact.length]);
    for (int steps = 1 + random.nextInt(8); steps > 0; steps--) {
      values.add(current);
      current = step(current);
    }
    values.add(current);
  }

  float[] rows() {
    return rows;
  }

  int width() {
    return width;
  }

  /** What comes out, in double precision. */
  double[] exact() {
    return last().exact();
  }

  /** How far off each of it may be. */
  double[] bound() {
    return last().bound();
  }

  byte[] file() {
    return graph.encode(last().tensor(), PROVENANCE);
  }

  private Value last() {
    return values.get(values.size() - 1);
  }

  private Value step(Value x) {
    return switch (random.nextInt(6)) {
      case 0 -> logistic(x);
      case 1 -> exponential(fullyConnected(x, Clamp.TO_UNIT));
      case 2 -> subtract(x, partner(x));
      case 3 -> multiply(logistic(x), x);
      default -> fullyConnected(x, one(EnumSet.allOf(Clamp.class)));
    };
  }

  private Value partner(Value x) {
    List<Value> fitting =
        values.stream().filter(y -> y.width() == x.width() || y.width() == 1).toList();
    return fitting.get(random.nextInt(fitting.size()));
  }

  private Value fullyConnected(Value x, Clamp clamp) {
    int m = 1 + random.nextInt(24);
    float[] weights = gaussians(m * x.width(), 1 / Math.sqrt(x.width()));
    float[] bias = gaussians(m, 0.1);
    Precision precision = one(EnumSet.range(Precision.FP32, Precision.INT8));
    String name = name();
    Tensor stored;
    float[] kept = weights;
    switch (precision) {
      case FP16 -> {
        stored = graph.halves(name + "/w", weights, m, x.width());
        kept = weights.clone();
        for (int i = 0; i < kept.length; i++) {
          kept[i] = Float16.toFloat(Float16.toHalf(kept[i]));
        }
      }
      case INT8 -> {
        stored = graph.channelwiseInt8(name + "/w", weights, m, x.width());
        kept =
            Converter.CURRENT
                .quantise(weights, Channels.along(new int[] {m, x.width()}, 0))
                .dequantised();
      }
      default -> stored = graph.floats(name + "/w", weights, m, x.width());
    }
    Tensor tensor =
        graph.fullyConnected(name, x.tensor(), stored, graph.floats(name + "/b", bias, m), clamp);
    return sums(x, kept, bias, clamp, precision == Precision.INT8, tensor);
  }

  private static Value sums(
      Value x, float[] weights, float[] bias, Clamp clamp, boolean roundsInputs, Tensor tensor) {
    int m = bias.length;
    Value y = new Value(tensor, m, new double[ROWS * m], new double[ROWS * m]);
    for (int row = 0; row < ROWS; row++) {
      double step = roundsInputs ? range(x, row) / 255 : 0;
      for (int j = 0; j < m; j++) {
        double sum = bias[j];
        double off = 0;
        for (int i = 0; i < x.width(); i++) {
          double value = x.exact()[row * x.width() + i];
          double w = weights[j * x.width() + i];
          sum += w * value;
          // Half a step of rounding, and as much again for the zero that is moved to a whole one.
          off +=
              Math.abs(w)
                  * (x.bound()[row * x.width() + i] + step + EPSILON * (1 + Math.abs(value)));
        }
        y.exact()[row * m + j] = clamped(sum, clamp);
        y.bound()[row * m + j] = off + EPSILON * (1 + Math.abs(sum));
      }
    }
    return y;
  }

  /** From the least to the largest that a row may hold, with 0. */
  private static double range(Value x, int row) {
    double least = 0;
    double most = 0;
    for (int i = row * x.width(); i < (row + 1) * x.width(); i++) {
      least = Math.min(least, x.exact()[i] - x.bound()[i]);
      most = Math.max(most, x.exact()[i] + x.bound()[i]);
    }
    return most - least;
  }

  private static double clamped(double sum, Clamp clamp) {
    return switch (clamp) {
      case NONE -> sum;
      case BELOW_ZERO -> Math.max(0, sum);
      case TO_SIX -> Math.max(0, Math.min(6, sum));
      case TO_UNIT -> Math.max(-1, Math.min(1, sum));
    };
  }

  private Value logistic(Value x) {
    Value y = like(x, graph.logistic(name(), x.tensor()));
    for (int i = 0; i < y.exact().length; i++) {
      y.exact()[i] = 1 / (1 + Math.exp(-x.exact()[i]));
      // Nowhere steeper than 1/4.
      y.bound()[i] = x.bound()[i] / 4 + EPSILON;
    }
    return y;
  }

  private Value exponential(Value x) {
    Value y = like(x, graph.exp(name(), x.tensor()));
    for (int i = 0; i < y.exact().length; i++) {
      y.exact()[i] = Math.exp(x.exact()[i]);
      y.bound()[i] = y.exact()[i] * (Math.expm1(x.bound()[i]) + EPSILON);
    }
    return y;
  }

  private Value subtract(Value x, Value y) {
    Value difference = like(x, graph.subtract(name(), x.tensor(), y.tensor()));
    for (int i = 0; i < x.exact().length; i++) {
      int k = y.width() == x.width() ? i : i / x.width();
      difference.exact()[i] = x.exact()[i] - y.exact()[k];
      difference.bound()[i] =
          x.bound()[i]
              + y.bound()[k]
              + EPSILON * (1 + Math.abs(x.exact()[i]) + Math.abs(y.exact()[k]));
    }
    return difference;
  }

  private Value multiply(Value x, Value y) {
    Value product = like(x, graph.multiply(name(), x.tensor(), y.tensor()));
    for (int i = 0; i < x.exact().length; i++) {
      product.exact()[i] = x.exact()[i] * y.exact()[i];
      product.bound()[i] =
          Math.abs(x.exact()[i]) * y.bound()[i]
              + (Math.abs(y.exact()[i]) + y.bound()[i]) * x.bound()[i]
              + EPSILON * (1 + Math.abs(product.exact()[i]));
    }
    return product;
  }

  private static Value like(Value x, Tensor tensor) {
    return new Value(tensor, x.width(), new double[x.exact().length], new double[x.exact().length]);
  }

  private float[] gaussians(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private <E extends Enum<E>> E one(EnumSet<E> of) {
    return List.copyOf(of).get(random.nextInt(of.size()));
  }

  private String name() {
    return "t" + names++;
  }
}
