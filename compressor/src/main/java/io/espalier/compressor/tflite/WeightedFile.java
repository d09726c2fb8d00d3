package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.LinkLayer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tensorflow.lite.schema.Model;

/**
 * A file, and the weights and biases that count instead of its own.
 *
 * @param original as it was given
 * @param sites where its layers are
 * @param layers as many
 */
@SuppressWarnings("ArrayRecordComponent")
record WeightedFile(byte[] original, List<LinkSite> sites, List<LinkLayer> layers) {
  /** The file as it is. */
  static WeightedFile of(byte[] file) {
    List<LinkSite> sites = TfLiteReader.decode(file, LinkSites::of);
    return new WeightedFile(file, sites, sites.stream().map(LinkSite::layer).toList());
  }

  /**
   * The file with the weights and biases that count.
   *
   * @throws TfLiteException if a layer got biases that the file has no place for
   */
  byte[] toBytes() {
    byte[] bytes = original.clone();
    Model model = Model.getRootAsModel(ByteBuffer.wrap(bytes));
    for (int i = 0; i < sites.size(); i++) {
      LinkSite site = sites.get(i);
      put(model, site.weights(), site.packedWeights(layers.get(i)));
      putBiases(model, site, site.packedBiases(layers.get(i)));
    }
    return bytes;
  }

  WeightedFile with(List<LinkLayer> other) {
    return new WeightedFile(original, sites, List.copyOf(other));
  }

  private static void putBiases(Model model, LinkSite site, float[] biases) {
    if (site.bias() >= 0) {
      put(model, site.bias(), biases);
      return;
    }
    for (float bias : biases) {
      if (bias != 0) {
        throw new TfLiteException(
            "%s: expected no biases as in the file, found %s".formatted(site.layer().name(), bias));
      }
    }
  }

  private static void put(Model model, int tensor, float[] values) {
    int buffer = (int) model.subgraphs(0).tensors(tensor).buffer();
    model
        .buffers(buffer)
        .dataAsByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values);
  }
}
