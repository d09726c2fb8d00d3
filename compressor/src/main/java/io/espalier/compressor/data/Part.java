package io.espalier.compressor.data;

/** The four files of a data set, by the names that MNIST gave them. */
enum Part {
  TRAIN_IMAGES("train-images", 3),
  TRAIN_LABELS("train-labels", 1),
  TEST_IMAGES("t10k-images", 3),
  TEST_LABELS("t10k-labels", 1);

  private final String stem;
  private final int usualDimensions;

  Part(String stem, int usualDimensions) {
    this.stem = stem;
    this.usualDimensions = usualDimensions;
  }

  /** The usual name of the file, for instance {@code train-images-idx3-ubyte}. */
  String fileName() {
    return "%s-idx%d-ubyte".formatted(stem, usualDimensions);
  }

  /** Whether a file of that name is this part: any dimensions, dot or dash, packed or not. */
  boolean isNamed(String fileName) {
    return fileName.matches(stem + "[-.]idx\\d-ubyte(\\.gz)?");
  }
}
