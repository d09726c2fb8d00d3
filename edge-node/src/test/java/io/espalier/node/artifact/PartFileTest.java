package io.espalier.node.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.artifact.ChunkPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Set up before each test.
class PartFileTest {
  private static final int WINDOW = 4;

  private final byte[] content = new byte[1_000];
  private @TempDir Path directory;
  private ChunkPlan plan;
  private Path chunks;
  private Path bits;

  @BeforeEach
  void cut() {
    new Random(1).nextBytes(content);
    plan = ChunkPlan.of(content, 64);
    chunks = directory.resolve("a.part");
    bits = directory.resolve("a.bits");
  }

  @Test
  void lossOfPower_afterAnyChunk_costsLessThanAWindow() throws IOException {
    for (int written = 0; written <= plan.count(); written++) {
      Files.deleteIfExists(chunks);
      Files.deleteIfExists(bits);
      // Never closed, as if the power had gone: what is not on disk is lost.
      PartFile part = open();
      for (int n = 0; n < written; n++) {
        part.write(n, chunk(n));
      }
      try (PartFile again = open()) {
        assertThat(again.present().cardinality())
            .isLessThanOrEqualTo(written)
            .isGreaterThan(written - WINDOW);
      }
    }
  }

  @Test
  void close_keepsEveryChunk_andTheRestMakesTheWhole() throws IOException {
    try (PartFile part = open()) {
      part.write(3, chunk(3));
      part.write(0, chunk(0));
    }
    try (PartFile part = open()) {
      assertThat(part.present()).isEqualTo(BitSet.valueOf(new long[] {0b1001}));
      for (int n = 0; n < plan.count(); n++) {
        part.write(n, chunk(n));
      }
      assertThat(part.content()).isEqualTo(content);
    }
    assertThat(chunks).hasBinaryContent(content);
  }

  @Test
  void open_believesNoClaimThatTheChunksDoNotBear() throws IOException {
    try (PartFile part = open()) {
      part.write(1, chunk(1));
      part.write(2, chunk(2));
    }
    byte[] damaged = Files.readAllBytes(chunks);
    damaged[70] ^= 1;
    Files.write(chunks, damaged);
    Files.write(bits, new byte[] {-1, -1, -1, -1, -1});
    try (PartFile part = open()) {
      assertThat(part.present()).isEqualTo(BitSet.valueOf(new long[] {0b100}));
    }
  }

  @Test
  void open_startsAnewWithoutABitmap() throws IOException {
    Files.write(chunks, content);
    try (PartFile part = open()) {
      assertThat(part.present().isEmpty()).isTrue();
    }
  }

  private PartFile open() throws IOException {
    return PartFile.open(chunks, bits, plan, WINDOW, new FlashMeter());
  }

  private byte[] chunk(int n) {
    int from = (int) plan.offset(n);
    return Arrays.copyOfRange(content, from, from + plan.length(n));
  }
}
