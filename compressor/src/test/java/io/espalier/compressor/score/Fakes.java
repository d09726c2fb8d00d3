package io.espalier.compressor.score;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LayerBatch;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import java.util.List;
import java.util.SplittableRandom;

/** Models for tests. */
final class Fakes {
  private Fakes() {}

  /** One layer and its inputs. */
  static LinkModel single(DenseLayer layer, Matrix samples) {
    return new CalibratedMlp(new Mlp(List.of(layer)), samples);
  }

  /** One layer whose inputs share causes, as those of real layers do. */
  static LinkModel correlated(int inputs, int units, int samples, long seed) {
    Matrix causes = new Matrix(samples, 10, RandomLayers.input(samples * 10, seed));
    Matrix mixed = RandomLayers.layer(10, inputs, Activation.LINEAR, seed + 1).sums(causes);
    float[] noise = RandomLayers.input(mixed.values().length, seed + 2);
    for (int i = 0; i < noise.length; i++) {
      mixed.values()[i] += 0.5f * noise[i];
    }
    return single(RandomLayers.layer(inputs, units, Activation.RELU, seed + 3), mixed);
  }

  /** The model with δ = z: the gradients of a loss of ½ Σ z². */
  static LinkModel withGradients(LinkModel model) {
    return new WithGradients(model);
  }

  private record WithGradients(LinkModel model) implements LinkModel {
    @Override
    public List<LinkLayer> layers() {
      return model.layers();
    }

    @Override
    public LinkModel with(List<LinkLayer> layers) {
      return new WithGradients(model.with(layers));
    }

    @Override
    public LinkModel sampled(int samples, SplittableRandom random) {
      return new WithGradients(model.sampled(samples, random));
    }

    @Override
    public int batches() {
      return model.batches();
    }

    @Override
    public Pass run(int batch) {
      Pass pass = model.run(batch);
      return new Pass() {
        @Override
        public LayerBatch batch(int layer, int group) {
          return pass.batch(layer, group);
        }

        @Override
        public Matrix gradients(int layer, int group) {
          return pass.batch(layer, group).sums();
        }
      };
    }
  }
}
