package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TestSetTest {
  private static final byte[] IMAGES =
      Idx.of(new int[] {2, 2, 3}, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6);
  private static final byte[] LABELS = Idx.labels(7, 200);

  @Test
  void parse_flattensImagesAndScalesThem() throws TrialException {
    TestSet set = TestSet.parse(IMAGES, LABELS);
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.width()).isEqualTo(6);
    float[] row = new float[6];
    set.copy(0, 1, row);
    assertThat(row).containsExactly(0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f);
    set.copy(1, 1, row);
    assertThat(row[5]).isEqualTo(6 / 255f);
  }

  @Test
  void parse_readsLabelsAsUnsigned() throws TrialException {
    TestSet set = TestSet.parse(IMAGES, LABELS);
    assertThat(set.label(0)).isEqualTo(7);
    assertThat(set.label(1)).isEqualTo(200);
    assertThat(set.isLabelled()).isTrue();
  }

  @Test
  void parse_unpacksGzip() throws TrialException {
    TestSet set = TestSet.parse(Idx.gzipped(IMAGES), Idx.gzipped(LABELS));
    assertThat(set.images().data()).isEqualTo(TestSet.parse(IMAGES, LABELS).images().data());
  }

  @Test
  void parse_refusesTooManyOrTooFewLabels() {
    assertThatThrownBy(() -> TestSet.parse(IMAGES, Idx.labels(1)))
        .isInstanceOf(TrialException.class)
        .hasMessage("labels: expected 2, one an image, found 1");
    assertThatThrownBy(() -> TestSet.parse(IMAGES, Idx.of(new int[] {2, 2}, 1, 1, 1, 1)))
        .hasMessage("labels: expected one byte a label, found 2");
  }

  @Test
  void parse_refusesAFileOfAnotherLength() {
    byte[] packed = Idx.gzipped(IMAGES);
    assertRefused(
        Arrays.copyOf(IMAGES, IMAGES.length - 1),
        "images: expected 12 bytes after the header, found 11");
    assertRefused(
        Arrays.copyOf(IMAGES, IMAGES.length + 1),
        "images: expected 12 bytes after the header, found more");
    assertRefused(Arrays.copyOf(IMAGES, 9), "images: ends too early");
    assertRefused(Arrays.copyOf(packed, packed.length / 2), "images: ends too early");
    assertRefused(new byte[0], "images: ends too early");
  }

  @Test
  void parse_refusesOtherFormats() {
    byte[] floats = IMAGES.clone();
    floats[2] = 0x0d;
    assertRefused(floats, "images: expected IDX with unsigned bytes, found magic number 00000d03");
    assertRefused(
        Idx.of(new int[] {}, 1),
        "images: expected IDX with unsigned bytes, found magic number 00000800");
  }

  @Test
  void parse_refusesDimensionsThatNothingCanHold() {
    assertRefused(Idx.of(new int[] {0, 6}), "images: expected dimensions of at least 1, found 0");
    assertRefused(
        Idx.of(new int[] {-2, -6}), "images: expected dimensions of at least 1, found -2");
    assertRefused(Idx.of(new int[] {1 << 20, 1 << 20}), "images: more than 2147483647 bytes");
  }

  private static void assertRefused(byte[] images, String why) {
    assertThatThrownBy(() -> TestSet.parse(images, LABELS))
        .isInstanceOf(TrialException.class)
        .hasMessage(why);
  }
}
