package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Takes hidden units without a live link in or out from a network. One without a live link in
 * yields f(b) for every input, which moves into the biases of the next layer. Each layer keeps at
 * least one unit; inputs and outputs of the network all stay.
 */
public final class DeadUnits {
  private DeadUnits() {}

  /** The network without them, with the same outputs but for rounding; itself if there are none. */
  public static Mlp remove(Mlp network) {
    List<DenseLayer> layers = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      layers.add(layer.with(layer.weights().clone(), layer.bias().clone()));
    }
    // First forwards, for a unit that goes may leave the next layer's without a link in; then
    // backwards, for it may leave the layer's before without a link out.
    for (int l = 0; l + 1 < layers.size(); l++) {
      foldConstants(layers.get(l), layers.get(l + 1));
    }
    List<BitSet> stay = new ArrayList<>();
    stay.add(all(network.outputs()));
    for (int l = layers.size() - 1; l > 0; l--) {
      stay.add(0, unitsRead(layers.get(l), stay.get(0)));
    }
    stay.add(0, all(network.inputs()));
    List<DenseLayer> kept = new ArrayList<>();
    boolean removed = false;
    for (int l = 0; l < layers.size(); l++) {
      kept.add(kept(layers.get(l), stay.get(l), stay.get(l + 1)));
      removed |= stay.get(l + 1).cardinality() < layers.get(l).outputs();
    }
    return removed ? new Mlp(kept) : network;
  }

  private static void foldConstants(DenseLayer layer, DenseLayer next) {
    for (int unit = 0; unit < layer.outputs(); unit++) {
      float constant = layer.activation().apply(layer.bias()[unit]);
      if (hasLinkIn(layer, unit) || !Float.isFinite(constant)) {
        continue;
      }
      for (int j = 0; j < next.outputs(); j++) {
        int link = unit * next.outputs() + j;
        next.bias()[j] += constant * next.weights()[link];
        next.weights()[link] = 0;
      }
    }
  }

  private static boolean hasLinkIn(DenseLayer layer, int unit) {
    for (int link = unit; link < layer.links(); link += layer.outputs()) {
      if (layer.weights()[link] != 0f) {
        return true;
      }
    }
    return false;
  }

  /** The inputs of a layer that a unit which stays reads; the first if none does. */
  private static BitSet unitsRead(DenseLayer layer, BitSet units) {
    BitSet read = new BitSet();
    for (int link = 0; link < layer.links(); link++) {
      if (layer.weights()[link] != 0f && units.get(link % layer.outputs())) {
        read.set(link / layer.outputs());
      }
    }
    if (read.isEmpty()) {
      read.set(0);
    }
    return read;
  }

  private static DenseLayer kept(DenseLayer layer, BitSet inputs, BitSet units) {
    float[] weights = new float[inputs.cardinality() * units.cardinality()];
    int to = 0;
    for (int i = inputs.nextSetBit(0); i >= 0; i = inputs.nextSetBit(i + 1)) {
      for (int j = units.nextSetBit(0); j >= 0; j = units.nextSetBit(j + 1)) {
        weights[to++] = layer.weights()[i * layer.outputs() + j];
      }
    }
    float[] bias = new float[units.cardinality()];
    to = 0;
    for (int j = units.nextSetBit(0); j >= 0; j = units.nextSetBit(j + 1)) {
      bias[to++] = layer.bias()[j];
    }
    return new DenseLayer(
        layer.name(), inputs.cardinality(), units.cardinality(), weights, bias, layer.activation());
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet();
    all.set(0, count);
    return all;
  }
}
