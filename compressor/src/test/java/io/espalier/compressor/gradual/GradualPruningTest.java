package io.espalier.compressor.gradual;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.BiasCorrection;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.Magnitude;
import io.espalier.compressor.train.Course;
import io.espalier.compressor.train.Lesson;
import io.espalier.compressor.train.Trainer;
import io.espalier.compressor.train.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GradualPruningTest {
  private static final PruningSchedule SCHEDULE =
      new PruningSchedule(
          IntStream.of(40, 60, 80)
              .mapToObj(p -> new PruningSchedule.Round(new Sparsity(p / 100.0), 4))
              .toList());

  private final Matrix images = patterns(400);
  private final Lesson lesson = Lesson.reconstruction(images);

  @Test
  void prune_givesANetworkOfEverySparsityOnTheWay() throws InterruptedException {
    List<Double> found = new ArrayList<>();

    prune(MaskRule.UNIFORM, 2, (sparsity, network, mask) -> found.add(network.sparsity()));

    assertThat(found).hasSize(3);
    for (int r = 0; r < 3; r++) {
      double asked = SCHEDULE.rounds().get(r).sparsity().share();
      assertThat(found.get(r)).isBetween(asked - 0.01, asked + 0.01);
    }
  }

  @Test
  void prune_neverBringsBackALinkThatWasPruned() throws InterruptedException {
    List<PruningMask> masks = new ArrayList<>();
    List<Mlp> networks = new ArrayList<>();
    // Scores that turn round each time ask for what was pruned before.
    MaskRule contrary =
        (layers, scores, sparsity) ->
            MaskRule.UNIFORM.choose(
                layers, masks.size() % 2 == 0 ? scores : inverted(scores), sparsity);

    prune(
        contrary,
        2,
        (sparsity, network, mask) -> {
          masks.add(mask);
          networks.add(network);
        });

    for (int r = 1; r < 3; r++) {
      for (int l = 0; l < 4; l++) {
        int layer = l;
        PruningMask before = masks.get(r - 1);
        float[] weights = networks.get(r).layers().get(l).weights();
        assertThat(IntStream.range(0, weights.length).filter(i -> weights[i] != 0f))
            .allMatch(i -> before.layers().get(layer).get(i));
      }
    }
  }

  @Test
  void prune_isTheSameForAnyNumberOfThreads() throws InterruptedException {
    Mlp one = prune(MaskRule.UNIFORM, 1, (sparsity, network, mask) -> {});
    Mlp three = prune(MaskRule.UNIFORM, 3, (sparsity, network, mask) -> {});

    for (int l = 0; l < 4; l++) {
      assertThat(three.layers().get(l).weights()).isEqualTo(one.layers().get(l).weights());
      assertThat(three.layers().get(l).bias()).isEqualTo(one.layers().get(l).bias());
    }
  }

  @Test
  void acrossLayers_takesLinksFromWhereTheyAreWorthLeast() {
    List<LinkLayer> layers = dense().layers().stream().map(LinkLayer::of).limit(2).toList();
    float[] little = new float[layers.get(0).links()];
    float[] much = new float[layers.get(1).links()];
    for (int i = 0; i < little.length; i++) {
      little[i] = 1e-3f * (i + 1);
    }
    for (int i = 0; i < much.length; i++) {
      much[i] = 1 + i;
    }

    PruningMask mask =
        MaskRule.ACROSS_LAYERS.choose(
            layers, new LinkScores(List.of(little, much)), new Sparsity(0.6));

    int links = little.length + much.length;
    assertThat(mask.layers().get(1).cardinality()).isEqualTo(much.length);
    assertThat(mask.kept()).isEqualTo(Math.round(0.4 * links));
  }

  private static LinkScores inverted(LinkScores scores) {
    return new LinkScores(
        scores.layers().stream()
            .map(
                layer -> {
                  float[] inverted = new float[layer.length];
                  for (int i = 0; i < layer.length; i++) {
                    inverted[i] = 1 / (1 + layer[i]);
                  }
                  return inverted;
                })
            .toList());
  }

  private Mlp dense() {
    try (Workers workers = new Workers("test", 2)) {
      return new Trainer(new TrainingRecipe(List.of(12, 10, 6, 10, 12), 2, 32, 1e-2, 1e-3), workers)
          .train(images, 3, (e, f, l) -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Mlp prune(MaskRule rule, int threads, Snapshots snapshots) throws InterruptedException {
    Mlp dense = dense();
    try (Workers workers = new Workers("test", threads)) {
      return new GradualPruning(
              new Magnitude(), rule, new BiasCorrection(), new Course(1, 32, 1e-2, 1e-3), workers)
          .prune(dense, lesson, SCHEDULE, 9, (e, f, l) -> {}, snapshots);
    }
  }

  private static Matrix patterns(int rows) {
    SplittableRandom random = new SplittableRandom(42);
    Matrix images = Matrix.zeros(rows, 12);
    for (int i = 0; i < images.values().length; i++) {
      int pattern = i / 12 % 3;
      images.values()[i] =
          (float) (i % 12 / 4 == pattern ? random.nextDouble(0.8, 1) : random.nextDouble(0.2));
    }
    return images;
  }
}
