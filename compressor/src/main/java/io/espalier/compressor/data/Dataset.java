package io.espalier.compressor.data;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Digest;
import java.util.Arrays;

/**
 * Labelled images to train on, and others to test on. Arrays are not copied, for they are large.
 *
 * @param name what it was asked for by, for instance {@code mnist}
 * @param digest of the four unpacked files: the digest of their four digests in hexadecimal,
 *     training images, training labels, test images, test labels
 * @param trainImages one image a row, pixels in [0, 1]
 * @param trainLabels one a training image, 0 to 255
 * @param testImages one image a row, as wide as the training images
 * @param testLabels one a test image, 0 to 255
 * @param testImagesFile the test images as an unpacked IDX file, which is what nodes are sent
 * @param testLabelsFile the test labels as an unpacked IDX file
 */
@SuppressWarnings("ArrayRecordComponent")
public record Dataset(
    String name,
    Digest digest,
    Matrix trainImages,
    int[] trainLabels,
    Matrix testImages,
    int[] testLabels,
    byte[] testImagesFile,
    byte[] testLabelsFile) {
  /**
   * @throws IllegalArgumentException if labels and images differ in number, or images in width
   */
  public Dataset {
    if (trainImages.rows() != trainLabels.length || testImages.rows() != testLabels.length) {
      throw new IllegalArgumentException(
          "%s: expected as many labels as images, found %d for %d to train, %d for %d to test"
              .formatted(
                  name,
                  trainLabels.length,
                  trainImages.rows(),
                  testLabels.length,
                  testImages.rows()));
    }
    if (trainImages.columns() != testImages.columns()) {
      throw new IllegalArgumentException(
          "%s: expected test images of %d pixels, found %d"
              .formatted(name, trainImages.columns(), testImages.columns()));
    }
  }

  /** The number of pixels of an image. */
  public int width() {
    return trainImages.columns();
  }

  /** The number of classes: labels are 0 to one less. */
  public int classes() {
    return 1 + Math.max(largest(trainLabels), largest(testLabels));
  }

  private static int largest(int[] labels) {
    return Arrays.stream(labels).max().orElse(0);
  }
}
