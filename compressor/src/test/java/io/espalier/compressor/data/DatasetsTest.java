package io.espalier.compressor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  @TempDir private Path directory;

  @BeforeEach
  void writeSmallSet() throws IOException {
    IdxFiles.writeSmallSet(directory);
  }

  @Test
  void mnist_isComplete() throws DataException {
    Dataset mnist = Datasets.resolve("mnist");

    assertThat(mnist.trainImages().rows()).isEqualTo(60_000);
    assertThat(mnist.testImages().rows()).isEqualTo(10_000);
    assertThat(mnist.width()).isEqualTo(784);
    assertThat(mnist.classes()).isEqualTo(10);
    assertThat(mnist.trainLabels()).startsWith(5, 0, 4, 1, 9);
    assertThat(mnist.testLabels()).startsWith(7, 2, 1, 0, 4);
  }

  @Test
  void idx_scalesPixelsAndFlattensImages() throws DataException {
    Dataset small = Datasets.resolve("idx:" + directory);

    assertThat(small.width()).isEqualTo(6);
    assertThat(small.classes()).isEqualTo(5);
    assertThat(small.trainImages().rows()).isEqualTo(5);
    assertThat(small.trainImages().get(4, 5)).isEqualTo(29 / 255f);
    assertThat(small.testLabels()).containsExactly(0, 1, 2);
    assertThat(small.testImagesFile()).isEqualTo(IdxFiles.counting(3, 2, 3));
  }

  @Test
  void idx_isTheSameSetGzippedOrNotAndWithADotBeforeIdx() throws IOException {
    Dataset plain = Datasets.idx(directory);
    Files.delete(directory.resolve(TRAIN_IMAGES));
    byte[] packed = IdxFiles.gzipped(IdxFiles.counting(5, 2, 3));
    Files.write(directory.resolve("train-images.idx3-ubyte.gz"), packed);

    Dataset other = Datasets.idx(directory);

    assertThat(other.digest()).isEqualTo(plain.digest());
    assertThat(other.trainImages().values()).isEqualTo(plain.trainImages().values());
  }

  @Test
  void idx_takesImagesOfAnyDimensions() throws IOException {
    Files.delete(directory.resolve(TRAIN_IMAGES));
    Files.write(directory.resolve("train-images-idx2-ubyte"), IdxFiles.counting(5, 6));

    assertThat(Datasets.idx(directory).width()).isEqualTo(6);
  }

  @Test
  void idx_namesAMissingFile() throws IOException {
    Files.delete(directory.resolve(TRAIN_LABELS));

    assertRefused(
        directory.resolve(TRAIN_LABELS) + ": expected a file, perhaps with .gz, found nothing");
  }

  @Test
  void idx_namesAMissingDirectory() {
    Path missing = directory.resolve("nowhere");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.idx(missing))
        .withMessage("data: %s: expected a directory, found nothing", missing);
  }

  @Test
  void idx_refusesATruncatedFile() throws IOException {
    Path images = directory.resolve(TRAIN_IMAGES);
    Files.write(images, Arrays.copyOf(IdxFiles.counting(5, 2, 3), 40));

    assertRefused(images + ": expected 46 bytes for dimensions [5, 2, 3], found 40 bytes");
  }

  @Test
  void idx_refusesATruncatedHeader() throws IOException {
    Path images = directory.resolve(TRAIN_IMAGES);
    Files.write(images, Arrays.copyOf(IdxFiles.counting(5, 2, 3), 7));

    assertRefused(images + ": expected 3 dimensions, found 7 bytes in all");
  }

  @Test
  void idx_refusesATruncatedGzipFile() throws IOException {
    Path images = directory.resolve(TRAIN_IMAGES);
    Files.write(images, Arrays.copyOf(IdxFiles.gzipped(IdxFiles.counting(5, 2, 3)), 30));

    assertRefused(images + ": expected a whole gzip file, found 30 bytes");
  }

  @Test
  void idx_refusesAnotherFormat() throws IOException {
    Path images = directory.resolve(TRAIN_IMAGES);
    Files.write(images, IdxFiles.text("PNG image"));

    assertRefused(
        images
            + ": expected an IDX file of unsigned bytes (magic 0x000008NN), found magic 0x504e4720");
  }

  @Test
  void idx_refusesDimensionsThatOverflow() throws IOException {
    Path images = directory.resolve(TRAIN_IMAGES);
    byte[] file = IdxFiles.counting(5, 2, 3);
    Arrays.fill(file, 4, 16, (byte) 0x7f);
    Files.write(images, file);

    assertRefused(images + ": expected 2147483663 bytes");
  }

  @Test
  void idx_refusesMoreLabelsThanImages() throws IOException {
    Path labels = directory.resolve(TRAIN_LABELS);
    Files.write(labels, IdxFiles.counting(6));

    assertRefused(
        "%s: expected 5 labels as %s has images, found 6 labels"
            .formatted(labels, directory.resolve(TRAIN_IMAGES)));
  }

  @Test
  void idx_refusesTestImagesOfAnotherWidth() throws IOException {
    Path images = directory.resolve("t10k-images-idx3-ubyte");
    Files.write(images, IdxFiles.counting(3, 3, 3));

    assertRefused(images + ": expected images of 6 pixels");
  }

  @Test
  void resolve_refusesAnUnknownSource() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.resolve("cifar"))
        .withMessage("data: source: expected mnist or idx:DIR, found 'cifar'");
  }

  @Test
  void mnist_refusesADamagedResource() throws DataException {
    IdxFile damaged = IdxFile.parse("train-labels-idx1-ubyte.gz", IdxFiles.counting(60_000));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> BundledMnist.verified(Part.TRAIN_LABELS, damaged))
        .withMessageStartingWith("data: train-labels-idx1-ubyte.gz: expected SHA-256 65a50cbb");
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.idx(directory))
        .withMessageStartingWith("data: " + message)
        .withMessageNotContaining("\n");
  }
}
