package io.espalier.compressor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Pruner;
import io.espalier.compressor.prune.PruningMask;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitterTest {
  private static final Course COURSE = new Course(12, 32, 1e-2, 1e-3);

  private final SplittableRandom random = new SplittableRandom(8);

  @Test
  void fit_learnsToTellClassesApart() throws InterruptedException {
    Matrix samples = bars(900);
    int[] labels = labels(900);
    Mlp start = Fitter.untrainedClassifier(List.of(12, 8, 3), 1);

    Mlp network = fit(start, Lesson.classification(samples, labels, 3), 2);

    Matrix logits = network.apply(bars(300));
    long right =
        IntStream.range(0, 300)
            .filter(i -> largest(logits.rows(i, i + 1).values()) == i % 3)
            .count();
    assertThat(right).isGreaterThan(290);
  }

  @Test
  void fit_leavesTheNetworkThatItStartsFromAsItIs() throws InterruptedException {
    Mlp start = Fitter.untrainedClassifier(List.of(12, 8, 3), 1);
    List<float[]> before = Parameters.of(start).stream().map(float[]::clone).toList();

    fit(start, Lesson.classification(bars(60), labels(60), 3), 2);

    for (int p = 0; p < before.size(); p++) {
      assertThat(Parameters.of(start).get(p)).isEqualTo(before.get(p));
    }
  }

  @Test
  void fit_isTheSameForAnyNumberOfThreadsWhenInputsMove() throws InterruptedException {
    Mlp start = Fitter.untrainedClassifier(List.of(12, 8, 3), 1);
    Lesson lesson = Lesson.classification(bars(200), labels(200), 3).shifted(new Shifts(3, 4, 1));

    assertThat(fit(start, lesson, 1).layers().get(0).weights())
        .isEqualTo(fit(start, lesson, 3).layers().get(0).weights())
        .isNotEqualTo(
            fit(start, Lesson.classification(bars(200), labels(200), 3), 1)
                .layers()
                .get(0)
                .weights());
  }

  @Test
  void finetune_keepsPrunedLinksPrunedAndMovesTheOthers() throws InterruptedException {
    Mlp dense = Parameters.untrained(List.of(12, 6, 12), Activation.SIGMOID, random);
    PruningMask mask = halfOf(dense);
    Mlp pruned = Pruner.prune(dense, mask);

    Mlp tuned = finetune(dense, mask, Lesson.reconstruction(bars(100)));

    for (int l = 0; l < 2; l++) {
      float[] before = pruned.layers().get(l).weights();
      float[] after = tuned.layers().get(l).weights();
      int moved = 0;
      for (int i = 0; i < after.length; i++) {
        if (mask.layers().get(l).get(i)) {
          moved += after[i] == before[i] ? 0 : 1;
        } else {
          assertThat(after[i]).isZero();
        }
      }
      // Links of a unit that no sample wakes have no gradient.
      assertThat(moved).isGreaterThan(mask.layers().get(l).cardinality() / 2);
    }
  }

  @Test
  void finetune_bringsAPrunedNetworkNearerToItsTeacher() throws InterruptedException {
    Lesson lesson = Lesson.reconstruction(bars(600));
    Mlp teacher =
        fit(Parameters.untrained(List.of(12, 6, 12), Activation.SIGMOID, random), lesson, 2);
    PruningMask mask = halfOf(teacher);

    Mlp tuned = finetune(teacher, mask, lesson.distilledFrom(teacher, 1));

    assertThat(distance(tuned, teacher))
        .isLessThan(0.5 * distance(Pruner.prune(teacher, mask), teacher));
  }

  @Test
  void distilledFrom_mixesTargetsByTheTeachersShare() {
    Mlp teacher = Fitter.untrainedClassifier(List.of(12, 3), 1);
    Lesson lesson = Lesson.classification(bars(5), labels(5), 3);
    Matrix taught = teacher.apply(lesson.inputs());
    Softmax.applyInPlace(taught);

    float[] mixed = lesson.distilledFrom(teacher, 0.25).targets().values();

    for (int i = 0; i < mixed.length; i++) {
      assertThat(mixed[i])
          .isCloseTo(
              0.75f * lesson.targets().values()[i] + 0.25f * taught.values()[i], within(1e-6f));
    }
  }

  @Test
  void lesson_refusesTargetsThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lesson.classification(bars(5), labels(4), 3))
        .withMessage("targets: expected one for each of 5 samples, found 4");
  }

  private static double distance(Mlp one, Mlp other) {
    Matrix rows = bars(90);
    float[] a = one.apply(rows).values();
    float[] b = other.apply(rows).values();
    return IntStream.range(0, a.length).mapToDouble(i -> Math.pow(a[i] - b[i], 2)).sum();
  }

  private static PruningMask halfOf(Mlp network) {
    return new PruningMask(
        network.layers().stream()
            .map(
                layer -> {
                  BitSet stay = new BitSet();
                  // As on a chessboard, so that every unit keeps half of its links.
                  IntStream.range(0, layer.links())
                      .filter(i -> (i / layer.outputs() + i % layer.outputs()) % 2 == 0)
                      .forEach(stay::set);
                  return stay;
                })
            .toList());
  }

  private static Mlp fit(Mlp start, Lesson lesson, int threads) throws InterruptedException {
    try (Workers workers = new Workers("test", threads)) {
      return new Fitter(workers).fit(start, lesson, COURSE, 5, (e, f, l) -> {});
    }
  }

  private static Mlp finetune(Mlp start, PruningMask mask, Lesson lesson)
      throws InterruptedException {
    try (Workers workers = new Workers("test", 2)) {
      return new Fitter(workers).finetune(start, mask, lesson, COURSE, 5, (e, f, l) -> {});
    }
  }

  private static int largest(float[] values) {
    return IntStream.range(0, values.length).reduce(0, (a, b) -> values[b] > values[a] ? b : a);
  }

  private static int[] labels(int rows) {
    return IntStream.range(0, rows).map(i -> i % 3).toArray();
  }

  /** Sample i has a bright bar at one of three places, by i modulo 3. */
  private static Matrix bars(int rows) {
    SplittableRandom noise = new SplittableRandom(42);
    Matrix images = Matrix.zeros(rows, 12);
    for (int i = 0; i < images.values().length; i++) {
      boolean bright = i % 12 / 4 == i / 12 % 3;
      images.values()[i] = (float) (bright ? noise.nextDouble(0.8, 1) : noise.nextDouble(0.2));
    }
    return images;
  }
}
