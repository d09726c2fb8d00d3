package io.espalier.node.trial;

/**
 * Images with their labels.
 *
 * @param images one row an image
 * @param labels one element an image
 */
record TestSet(IdxFile images, IdxFile labels) {
  private static final float WHITE = 255f;

  /** Reads both, gzipped or not. */
  static TestSet parse(byte[] images, byte[] labels) throws TrialException {
    TestSet set = new TestSet(IdxFile.parse("images", images), IdxFile.parse("labels", labels));
    if (set.labels.rowLength() != 1) {
      throw new TrialException(
          "labels: expected one byte a label, found " + set.labels.rowLength());
    }
    if (set.labels.count() != set.images.count()) {
      throw new TrialException(
          "labels: expected %d, one an image, found %d"
              .formatted(set.images.count(), set.labels.count()));
    }
    return set;
  }

  /** How many images. */
  int size() {
    return images.count();
  }

  /** Features of an image. */
  int width() {
    return images.rowLength();
  }

  /** The largest label. */
  int largestLabel() {
    int largest = 0;
    for (int i = 0; i < size(); i++) {
      largest = Math.max(largest, label(i));
    }
    return largest;
  }

  /** What is right for image {@code i}. */
  int label(int i) {
    return labels.data()[i] & 0xff;
  }

  /**
   * Writes images from {@code first} on, scaled to [0, 1], to the start of {@code rows}.
   *
   * @param count how many
   */
  void copy(int first, int count, float[] rows) {
    byte[] data = images.data();
    int from = first * width();
    for (int i = 0; i < count * width(); i++) {
      rows[i] = (data[from + i] & 0xff) / WHITE;
    }
  }
}
