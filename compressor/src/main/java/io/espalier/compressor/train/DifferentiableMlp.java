package io.espalier.compressor.train;

import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LayerBatch;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Permutations;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A multi-layer perceptron and a lesson, so that methods that need gradients of the loss can score
 * its links. Samples are not moved, even if the lesson says so.
 *
 * @param network what runs
 * @param lesson what it is scored on
 */
public record DifferentiableMlp(Mlp network, Lesson lesson) implements LinkModel {
  private static final int BATCH = 1024;

  /**
   * @throws IllegalArgumentException if the network cannot be taught the lesson
   */
  public DifferentiableMlp {
    lesson.requireFit(network);
  }

  @Override
  public List<LinkLayer> layers() {
    return network.layers().stream().map(LinkLayer::of).toList();
  }

  @Override
  public LinkModel with(List<LinkLayer> layers) {
    return new DifferentiableMlp(
        new Mlp(layers.stream().map(layer -> layer.groups().get(0)).toList()), lesson);
  }

  @Override
  public LinkModel sampled(int count, SplittableRandom random) {
    int[] numbers = IntStream.range(0, lesson.inputs().rows()).toArray();
    Permutations.shuffle(numbers, random);
    return new DifferentiableMlp(
        network, lesson.rows(IntStream.of(numbers).limit(count).toArray()));
  }

  @Override
  public int batches() {
    return (lesson.inputs().rows() + BATCH - 1) / BATCH;
  }

  @Override
  public Pass run(int batch) {
    int to = Math.min(lesson.inputs().rows(), (batch + 1) * BATCH);
    Lesson part = lesson.rows(IntStream.range(batch * BATCH, to).toArray());
    return new BothWays(network, part, new CalibratedMlp(network, part.inputs()).run(0));
  }

  private static final class BothWays implements Pass {
    private final Mlp network;
    private final Lesson lesson;
    private final Pass forward;

    /** Of the last layer first. */
    private final List<Matrix> gradients = new ArrayList<>();

    BothWays(Mlp network, Lesson lesson, Pass forward) {
      this.network = network;
      this.lesson = lesson;
      this.forward = forward;
    }

    @Override
    public LayerBatch batch(int layer, int group) {
      return forward.batch(layer, group);
    }

    @Override
    public Matrix gradients(int layer, int group) {
      int last = network.layers().size() - 1;
      if (gradients.isEmpty()) {
        gradients.add(atOutput(last));
      }
      while (last - layer >= gradients.size()) {
        gradients.add(below(last + 1 - gradients.size()));
      }
      return gradients.get(last - layer);
    }

    private Matrix atOutput(int last) {
      Matrix sums = forward.batch(last, 0).sums();
      float[] y = network.layers().get(last).activated(sums).values();
      Matrix slopes = Matrix.zeros(sums.rows(), sums.columns());
      lesson
          .loss()
          .slopes(y, lesson.targets().values(), sums.rows(), sums.columns(), 1f, slopes.values());
      return slopes;
    }

    /** The gradients by the sums of the layer below, from those of {@code layer}. */
    private Matrix below(int layer) {
      DenseLayer above = network.layers().get(layer);
      Matrix slopes = Matrix.zeros(lesson.inputs().rows(), above.inputs());
      Blas.multiplyTransposedRight(
          slopes.rows(),
          above.inputs(),
          above.outputs(),
          gradients.get(gradients.size() - 1).values(),
          above.weights(),
          0f,
          slopes.values());
      Matrix inputs = forward.batch(layer, 0).inputs();
      Slopes.multiply(
          network.layers().get(layer - 1).activation(),
          inputs.values(),
          slopes.values(),
          slopes.values().length);
      return slopes;
    }
  }
}
