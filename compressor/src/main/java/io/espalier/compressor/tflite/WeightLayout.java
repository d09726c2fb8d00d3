package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a file lays the weights of a layer out.
 *
 * @param groups of units that share their inputs
 * @param units of all groups
 * @param inputs of each unit
 * @param byUnit whether a unit's weights lie together; otherwise it is those of an input, as in
 *     depthwise convolutions
 */
record WeightLayout(int groups, int units, int inputs, boolean byUnit) {
  /** Units one after the other. */
  static WeightLayout byUnit(String where, int groups, int units, int inputs) {
    return checked(where, new WeightLayout(groups, units, inputs, true));
  }

  /** Positions under the kernel one after the other. */
  static WeightLayout byPosition(String where, int groups, int units, int inputs) {
    return checked(where, new WeightLayout(groups, units, inputs, false));
  }

  /** The layer that those weights and biases make. */
  LinkLayer unpack(
      String name, String operator, float[] weights, float[] biases, Activation activation) {
    int m = units / groups;
    List<DenseLayer> layers =
        IntStream.range(0, groups)
            .mapToObj(
                group -> {
                  String own = groups == 1 ? name : name + "#" + group;
                  float[] bias = Arrays.copyOfRange(biases, group * m, (group + 1) * m);
                  return new DenseLayer(own, inputs, m, group(weights, group), bias, activation);
                })
            .toList();
    return new LinkLayer(name, operator, layers);
  }

  /** The weights of a layer as the file has them. */
  float[] weights(LinkLayer layer) {
    float[] weights = new float[units * inputs];
    int m = units / groups;
    for (int group = 0; group < groups; group++) {
      float[] own = layer.groups().get(group).weights();
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < m; j++) {
          weights[place(i, group * m + j)] = own[i * m + j];
        }
      }
    }
    return weights;
  }

  /** The biases of a layer, unit by unit. */
  float[] biases(LinkLayer layer) {
    float[] biases = new float[units];
    int m = units / groups;
    for (int group = 0; group < groups; group++) {
      System.arraycopy(layer.groups().get(group).bias(), 0, biases, group * m, m);
    }
    return biases;
  }

  private float[] group(float[] weights, int group) {
    int m = units / groups;
    float[] own = new float[inputs * m];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < m; j++) {
        own[i * m + j] = weights[place(i, group * m + j)];
      }
    }
    return own;
  }

  private int place(int input, int unit) {
    return byUnit ? unit * inputs + input : input * units + unit;
  }

  private static WeightLayout checked(String where, WeightLayout layout) {
    if (layout.groups < 1 || layout.units % layout.groups != 0) {
      throw new TfLiteException(
          "%s: expected channels that fit %d units, found %d groups of them"
              .formatted(where, layout.units, layout.groups));
    }
    return layout;
  }
}
