package io.espalier.shared.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireCodingTest {
  @ParameterizedTest
  @EnumSource
  void decode_givesBackAnyBytes_seed1(WireCoding coding) throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] plain = bytes(random, random.nextInt(3_000), random.nextDouble());
      assertThat(coding.decode(coding.encoded(plain), plain.length)).isEqualTo(plain);
    }
  }

  @Test
  void context_givesBackElementsOfEveryKind_seed2() throws Exception {
    Random random = new Random(2);
    for (Span.Kind kind : Span.Kind.values()) {
      byte[] data = bytes(random, 256 * kind.size(), 0.5);
      // -128 and both zeros of floats are what sign and size could mix up.
      data[0] = (byte) 0x80;
      data[data.length - 1] = (byte) 0x80;
      byte[] copy = data.clone();
      for (int at = 0; at < data.length; at += kind.size()) {
        Element.write(copy, at, kind, Element.read(data, at, kind));
      }
      assertThat(copy).as(kind.name()).isEqualTo(data);
    }
  }

  @Test
  void encode_codesPrunedWeightsCloseToTheirEntropy_seed3() {
    byte[] idx = new byte[16 + 300 * 784];
    ByteBuffer.wrap(idx).putInt(0x0803).putInt(300).putInt(28).putInt(28);
    Random random = new Random(3);
    int links = idx.length - 16;
    for (int i = 16; i < idx.length; i++) {
      idx[i] = random.nextInt(20) == 0 ? (byte) (1 + random.nextInt(255)) : 0;
    }
    double bits = links * (0.2864 + 0.05 * 7.994);
    assertThat(WireCoding.encode(idx).coding()).isEqualTo(WireCoding.CONTEXT);
    assertThat((double) WireCoding.encode(idx).bytes().length * 8)
        .isBetween(bits * 0.97, bits * 1.07);
  }

  @Test
  void encode_choosesByWhatPays_seed4() {
    Random random = new Random(4);
    assertThat(WireCoding.encode(bytes(random, 100_000, 1)).coding()).isEqualTo(WireCoding.PLAIN);
    assertThat(WireCoding.encode(bytes(random, 100_000, 0.05)).coding())
        .isEqualTo(WireCoding.CONTEXT);
    assertThat(WireCoding.encode(new byte[5 << 20]).coding()).isEqualTo(WireCoding.DEFLATE);
    assertThat(WireCoding.encode(new byte[0]).coding()).isEqualTo(WireCoding.PLAIN);
  }

  @Test
  void encode_isTheSameEveryTime_seed5() {
    byte[] plain = bytes(new Random(5), 50_000, 0.1);
    assertThat(WireCoding.encode(plain).bytes()).isEqualTo(WireCoding.encode(plain).bytes());
  }

  @ParameterizedTest
  @EnumSource
  void decode_refusesMoreThanIsAllowed(WireCoding coding) {
    byte[] coded = coding.encoded(new byte[1_000]);
    assertThatThrownBy(() -> coding.decode(coded, 999))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("expected at most 999, found");
  }

  @Test
  void decode_takesNoMemoryForALengthThatIsOnlyClaimed() {
    byte[] claim = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
    assertThatThrownBy(() -> WireCoding.CONTEXT.decode(claim, Long.MAX_VALUE))
        .isInstanceOf(WireException.class);
  }

  /** Anything but a one-line refusal or some bytes within the limit would fail. */
  @ParameterizedTest
  @EnumSource(names = {"DEFLATE", "CONTEXT"})
  void decode_refusesOrSurvivesDamage_seed6(WireCoding coding) {
    Random random = new Random(6);
    byte[] whole = coding.encoded(bytes(random, 300, 0.2));
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int flips = random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(Math.min(damaged.length, 40))] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(coding.decode(damaged, 1_000)).hasSizeLessThanOrEqualTo(1_000);
      } catch (WireException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  void encode_takesDamagedModelFilesForBytes_seed7() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] file = bytes(random, 64 + random.nextInt(100), 0.4);
      file[4] = 'T';
      file[5] = 'F';
      file[6] = 'L';
      file[7] = '3';
      for (int at : List.of(0, 12, 16, 20)) {
        ByteBuffer.wrap(file).put(at, (byte) random.nextInt(64)).put(at + 3, (byte) 0);
      }
      List<Span> spans = Spans.of(file);
      assertThat(spans.stream().mapToInt(Span::length).sum()).isEqualTo(file.length);
      byte[] coded = WireCoding.CONTEXT.encoded(file);
      assertThat(WireCoding.CONTEXT.decode(coded, file.length)).isEqualTo(file);
    }
  }

  private static byte[] bytes(Random random, int length, double density) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = random.nextDouble() < density ? (byte) random.nextInt(256) : 0;
    }
    return bytes;
  }
}
