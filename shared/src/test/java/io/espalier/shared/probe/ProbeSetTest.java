package io.espalier.shared.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeSetTest {
  @Test
  void decode_readsBackBytesAndFloatsWithAndWithoutLabels() {
    for (boolean bytes : new boolean[] {true, false}) {
      for (int[] labels : new int[][] {{}, {3, 1, 4, 1, 5}}) {
        ProbeSet set = set(5, 7, bytes, labels);

        ProbeSet read = ProbeSet.decode(set.encode());

        assertThat(read.inputs(0, 5)).isEqualTo(set.inputs(0, 5));
        assertThat(read.width()).isEqualTo(7);
        assertThat(read.isLabelled()).isEqualTo(labels.length > 0);
        assertThat(read.encode()).isEqualTo(set.encode());
      }
    }
  }

  @Test
  void decode_readsBackTargets_ofBytesAndFloats() {
    for (boolean bytes : new boolean[] {true, false}) {
      ProbeSet set = withTargets(bytes);

      ProbeSet read = ProbeSet.decode(set.encode());

      float[] target = new float[2];
      read.copyTarget(4, target);
      assertThat(target).containsExactly(8, -9);
      assertThat(read.targetWidth()).isEqualTo(2);
      assertThat(read.isLabelled()).isFalse();
      assertThat(read.encode()).isEqualTo(set.encode());
      read.part(1, 2).copyTarget(1, target);
      assertThat(target).as("of row 3").containsExactly(6, -7);
    }
  }

  @Test
  void withTargets_refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> ProbeSet.withTargets(1, new float[2], 3, new float[5]))
        .hasMessage("probe set: expected 2 targets of 3 values, found 5 values");
    assertThatThrownBy(() -> ProbeSet.withTargets(1, new float[1], 1, new float[] {Float.NaN}))
        .hasMessage("probe set: expected finite targets, found NaN");
  }

  @Test
  void encode_takesOneByteForEachPixel() {
    int pixels = set(5, 7, true, new int[0]).encode().length;
    int floats = set(5, 7, false, new int[0]).encode().length;

    assertThat(floats - pixels).isEqualTo(3 * 35);
  }

  @Test
  void part_partsAreDisjointAndTogetherTheWhole() {
    ProbeSet set = set(11, 2, false, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    boolean[] seen = new boolean[11];
    for (int part = 0; part < 3; part++) {
      ProbeSet some = set.part(part, 3);
      for (int row = 0; row < some.rows(); row++) {
        int label = some.label(row);
        assertThat(seen[label]).isFalse();
        seen[label] = true;
        assertThat(some.inputs(row, 1)).isEqualTo(set.inputs(label, 1));
      }
    }

    assertThat(seen).doesNotContain(false);
  }

  @Test
  void decode_refusesRubbishInOneLine() {
    for (ProbeSet set : new ProbeSet[] {set(5, 7, true, new int[0]), withTargets(false)}) {
      assertRefusedOrRead(set.encode());
    }
  }

  private static void assertRefusedOrRead(byte[] whole) {
    Random random = new Random(3);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ProbeSet.decode(cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("probe set: ");
    }
    for (int i = 0; i < 2_000; i++) {
      byte[] garbled = whole.clone();
      garbled[8 + random.nextInt(16)] = (byte) random.nextInt(256);
      try {
        assertThat(ProbeSet.decode(garbled).rows()).isPositive();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("probe set: ");
      }
    }
  }

  @Test
  void inputs_mustBeFiniteAndFillTheirRows() {
    assertThatThrownBy(() -> new ProbeSet(3, new float[4], new int[0]))
        .hasMessage("probe set: expected rows of 3 values, found 4 values");
    assertThatThrownBy(() -> new ProbeSet(1, new float[] {Float.NaN}, new int[0]))
        .hasMessage("probe set: expected finite inputs, found NaN");
    assertThatThrownBy(() -> new ProbeSet(1, new float[2], new int[1]))
        .hasMessage("probe set: expected 2 labels or none, found 1");
  }

  private static ProbeSet withTargets(boolean bytes) {
    float[] targets = {0, -1, 2, -3, 4, -5, 6, -7, 8, -9};
    return ProbeSet.withTargets(7, set(5, 7, bytes, new int[0]).inputs(0, 5), 2, targets);
  }

  private static ProbeSet set(int rows, int width, boolean bytes, int[] labels) {
    Random random = new Random(1);
    float[] inputs = new float[rows * width];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = bytes ? random.nextInt(256) / 255f : (float) random.nextGaussian();
    }
    return new ProbeSet(width, inputs, labels);
  }
}
