package io.espalier.compressor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final TrainingRecipe RECIPE =
      new TrainingRecipe(List.of(12, 8, 4, 8, 12), 6, 32, 1e-2, 1e-3);

  @Test
  void train_lowersTheLoss() throws InterruptedException {
    List<Double> losses = new ArrayList<>();

    train(randomImages(3_000), 0, 2, (epoch, fraction, loss) -> losses.add(loss));

    assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0) - 0.2);
  }

  @Test
  void train_isTheSameForTheSameSeedWhateverTheThreads() throws InterruptedException {
    Matrix images = randomImages(700);

    List<float[]> one = Parameters.of(train(images, 5, 1, (e, f, l) -> {}));
    List<float[]> four = Parameters.of(train(images, 5, 4, (e, f, l) -> {}));

    for (int p = 0; p < one.size(); p++) {
      assertThat(four.get(p)).isEqualTo(one.get(p));
    }
  }

  @Test
  void train_differsFromSeedToSeed() throws InterruptedException {
    Matrix images = randomImages(300);

    assertThat(train(images, 1, 2, (e, f, l) -> {}).layers().get(0).weights())
        .isNotEqualTo(train(images, 2, 2, (e, f, l) -> {}).layers().get(0).weights());
  }

  @Test
  void train_reportsEveryBatchOfEveryEpoch() throws InterruptedException {
    List<String> reports = new ArrayList<>();

    train(randomImages(48), 0, 2, (epoch, fraction, loss) -> reports.add(epoch + " " + fraction));

    assertThat(reports).hasSize(12).startsWith("0 " + 32 / 48.0, "0 1.0").endsWith("5 1.0");
  }

  @Test
  void train_copesWithFewerImagesThanParts() throws InterruptedException {
    Mlp network = train(randomImages(3), 0, 2, (e, f, l) -> assertThat(l).isFinite());

    assertThat(network.apply(randomImages(1)).values()).doesNotContain(Float.NaN);
  }

  @Test
  void train_stopsWhenInterrupted() {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () -> train(randomImages(600), 0, 2, (e, f, l) -> Thread.currentThread().interrupt()));
  }

  @Test
  void train_refusesImagesThatDoNotFitTheLayers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(Matrix.zeros(5, 10), 0, 1, (e, f, l) -> {}))
        .withMessage("layers: expected 10 first and last, as images have pixels, found 12");
  }

  private static Mlp train(Matrix images, long seed, int threads, TrainingListener listener)
      throws InterruptedException {
    try (Workers workers = new Workers("test", threads)) {
      return new Trainer(RECIPE, workers).train(images, seed, listener);
    }
  }

  /** Images with something to learn: each is one of three patterns, with noise. */
  private static Matrix randomImages(int rows) {
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
