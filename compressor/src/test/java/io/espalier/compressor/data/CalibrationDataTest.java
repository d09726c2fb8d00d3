package io.espalier.compressor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationDataTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);

  @TempDir Path directory;

  @Test
  void read_givesBackWhatWasWritten() throws IOException {
    CalibrationData data = numbered(50);
    Path file = directory.resolve("data.npz");
    data.write(file);
    CalibrationData read = CalibrationData.read(file);

    assertThat(read.name()).isEqualTo("data.npz");
    assertThat(read.digest()).isEqualTo(Digest.ofFile(file));
    assertThat(read.inputs()).extracting(SampleArray::shape).containsExactly("50 × 2 × 3", "50");
    assertThat(read.inputs()).extracting(SampleArray::name).containsExactly("image", "row");
    assertThat(read.inputs().get(0).values().values())
        .isEqualTo(data.inputs().get(0).values().values());
    assertThat(read.labels()).contains(data.labels().orElseThrow());
    assertThat(read.targets().orElseThrow().values().values())
        .isEqualTo(data.targets().orElseThrow().values().values());
  }

  @Test
  void write_makesTheSameBytesOfTheSameData() throws IOException {
    Path one = directory.resolve("one.npz");
    Path other = directory.resolve("other.npz");
    numbered(3).write(one);
    numbered(3).write(other);

    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(other));
  }

  @Test
  void slice_keepsWhatBelongsTogether() {
    CalibrationData slice = numbered(10).slice(4, 7);

    assertThat(slice.samples()).isEqualTo(3);
    assertThat(slice.labels()).contains(new int[] {4, 5, 6});
    assertThat(slice.inputs().get(0).values().rows(0, 1).values())
        .containsExactly(24, 25, 26, 27, 28, 29);
    assertThat(slice.targets().orElseThrow().values().values()).containsExactly(-4, -5, -6);
  }

  @Test
  void sampled_drawsWithoutRepetitionAndTheSameForASeed() {
    CalibrationData data = numbered(100);
    CalibrationData drawn = data.sampled(30, new SplittableRandom(1));
    int[] labels = drawn.labels().orElseThrow();

    assertThat(labels).hasSize(30).doesNotHaveDuplicates();
    assertThat(data.sampled(30, new SplittableRandom(1)).labels()).contains(labels);
    assertThat(data.sampled(30, new SplittableRandom(2)).labels().orElseThrow())
        .isNotEqualTo(labels);
    for (int i = 0; i < labels.length; i++) {
      assertThat(drawn.inputs().get(0).values().get(i, 0)).isEqualTo(6f * labels[i]);
      assertThat(drawn.targets().orElseThrow().values().get(i, 0)).isEqualTo(-labels[i]);
    }
  }

  @Test
  void sampled_givesAllWhereThereAreNoMore() {
    CalibrationData data = numbered(5);

    assertThat(data.sampled(5, new SplittableRandom(1))).isSameAs(data);
    assertThat(data.sampled(500, new SplittableRandom(1))).isSameAs(data);
  }

  @Test
  void constant_namesTheArraysThatTellNothing() {
    SampleArray still = SampleArray.rows("still", new Matrix(3, 2, new float[] {1, 2, 1, 2, 1, 2}));
    SampleArray moving = SampleArray.rows("moving", new Matrix(3, 1, new float[] {1, 1, 2}));
    CalibrationData data =
        new CalibrationData(
            "some", DIGEST, List.of(still, moving), Optional.empty(), Optional.empty());

    assertThat(data.constant()).containsExactly("still");
  }

  @Test
  void resolve_takesTheTrainingImagesOfADataSet() throws IOException {
    IdxFiles.writeSmallSet(directory);
    CalibrationData data = CalibrationData.resolve("idx:" + directory);

    assertThat(data.samples()).isEqualTo(5);
    assertThat(data.inputs().get(0).shape()).isEqualTo("5 × 6");
    assertThat(data.labels()).contains(new int[] {0, 1, 2, 3, 4});
    assertThat(data.digest()).isEqualTo(Datasets.idx(directory).digest());
    assertThat(CalibrationData.testing(Datasets.idx(directory)).samples()).isEqualTo(3);
  }

  @Test
  void data_refusesWhatDoesNotBelongTogether() {
    SampleArray three = SampleArray.rows("x", Matrix.zeros(3, 2));
    SampleArray four = SampleArray.rows("other", Matrix.zeros(4, 2));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(List.of(three, four), Optional.empty()))
        .withMessage("some: other: expected 3 samples, found 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(List.of(three), Optional.of(new int[2])))
        .withMessage("some: labels: expected 3 samples, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data(List.of(), Optional.empty()))
        .withMessage("some: expected at least one sample, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleArray.rows("x", new Matrix(2, 2, new float[] {0, 0, 0, Float.NaN})))
        .withMessage("x: expected finite values, found NaN in sample 1");
  }

  private static CalibrationData data(List<SampleArray> inputs, Optional<int[]> labels) {
    return new CalibrationData("some", DIGEST, inputs, labels, Optional.empty());
  }

  /** Sample i has the label i; its numbers begin at 6i, its target is −i. */
  private static CalibrationData numbered(int samples) {
    Matrix images = Matrix.zeros(samples, 6);
    Matrix rows = Matrix.zeros(samples, 1);
    Matrix targets = Matrix.zeros(samples, 1);
    for (int i = 0; i < 6 * samples; i++) {
      images.values()[i] = i;
    }
    for (int i = 0; i < samples; i++) {
      rows.values()[i] = i / 2f;
      targets.values()[i] = -i;
    }
    return new CalibrationData(
        "numbered",
        DIGEST,
        List.of(
            new SampleArray("image", List.of(2, 3), images),
            new SampleArray("row", List.of(), rows)),
        Optional.of(IntStream.range(0, samples).toArray()),
        Optional.of(SampleArray.rows("targets", targets)));
  }
}
