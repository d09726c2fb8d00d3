package io.espalier.node.trial;

/**
 * Images with their labels.
 *
 * @param images one row an image
 * @param labels one element an image
 */
record TestSet(IdxFile images, IdxFile labels) implements Samples {
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

  @Override
  public int size() {
    return images.count();
  }

  @Override
  public int width() {
    return images.rowLength();
  }

  @Override
  public boolean isLabelled() {
    return true;
  }

  @Override
  public int label(int i) {
    return labels.data()[i] & 0xff;
  }

  @Override
  public int targetWidth() {
    return 0;
  }

  @Override
  public void copyTarget(int i, float[] target) {
    throw new IllegalStateException("images: they have no targets");
  }

  /** Scales them to [0, 1]. */
  @Override
  public void copy(int first, int count, float[] rows) {
    byte[] data = images.data();
    int from = first * width();
    for (int i = 0; i < count * width(); i++) {
      rows[i] = (data[from + i] & 0xff) / WHITE;
    }
  }
}
