package io.espalier.compressor.graph;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Permutations;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A multi-layer perceptron and inputs of it.
 *
 * @param network what runs
 * @param samples one a row, as wide as its input, at least one
 */
public record CalibratedMlp(Mlp network, Matrix samples) implements LinkModel {
  private static final int BATCH = 1024;

  /**
   * @throws IllegalArgumentException if the samples do not fit the network
   */
  public CalibratedMlp {
    if (samples.rows() == 0 || samples.columns() != network.inputs()) {
      throw new IllegalArgumentException(
          "calibration: expected rows of %d values, found %d rows of %d"
              .formatted(network.inputs(), samples.rows(), samples.columns()));
    }
  }

  @Override
  public List<LinkLayer> layers() {
    return network.layers().stream().map(LinkLayer::of).toList();
  }

  @Override
  public LinkModel with(List<LinkLayer> layers) {
    return new CalibratedMlp(
        new Mlp(layers.stream().map(layer -> layer.groups().get(0)).toList()), samples);
  }

  @Override
  public LinkModel sampled(int count, SplittableRandom random) {
    int[] numbers = IntStream.range(0, samples.rows()).toArray();
    Permutations.shuffle(numbers, random);
    return new CalibratedMlp(network, samples.rows(IntStream.of(numbers).limit(count).toArray()));
  }

  @Override
  public int batches() {
    return (samples.rows() + BATCH - 1) / BATCH;
  }

  @Override
  public Pass run(int batch) {
    int to = Math.min(samples.rows(), (batch + 1) * BATCH);
    return new Forward(network, samples.rows(batch * BATCH, to));
  }

  private static final class Forward implements Pass {
    private final Mlp network;
    private final List<LayerBatch> done = new ArrayList<>();
    private Matrix below;

    Forward(Mlp network, Matrix below) {
      this.network = network;
      this.below = below;
    }

    @Override
    public LayerBatch batch(int layer, int group) {
      while (done.size() <= layer) {
        DenseLayer next = network.layers().get(done.size());
        Matrix sums = next.sums(below);
        done.add(new LayerBatch(below, sums));
        below = next.activated(sums);
      }
      return done.get(layer);
    }
  }
}
