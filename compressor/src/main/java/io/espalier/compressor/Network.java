package io.espalier.compressor;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.List;

/** A network as it is to be written, in several precisions. */
interface Network {
  /** The share of links whose weight is zero. */
  double sparsity();

  /** What a head is fitted to: all units of an autoencoder, those too that a file goes without. */
  Mlp perceptron();

  /** Its file. */
  byte[] file(Precision precision, Provenance provenance) throws InterruptedException;

  /** The share of links of those layers whose weight is zero; 0 where there is none. */
  static double sparsity(List<LinkLayer> layers) {
    long links = layers.stream().mapToLong(LinkLayer::links).sum();
    long live =
        layers.stream()
            .flatMap(layer -> layer.groups().stream())
            .mapToLong(group -> group.liveLinks())
            .sum();
    return links == 0 ? 0 : 1 - live / (double) links;
  }
}
