package io.espalier.shared.artifact;

import static io.espalier.shared.artifact.ChunkPlan.MAX_CHUNK_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkPlanTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "65535, 1, 65535",
    "65536, 1, 65536",
    "65537, 2, 1",
    "131072, 2, 65536",
    "131073, 3, 1"
  })
  void of_cutsAtMultiplesOfTheChunkSize(int size, int count, int lastLength) {
    ChunkPlan plan = ChunkPlan.of(content(size));

    assertThat(plan.count()).isEqualTo(count);
    assertThat(plan.chunkSize()).isEqualTo(MAX_CHUNK_SIZE);
    assertThat(plan.length(count - 1)).isEqualTo(lastLength);
    assertThat(plan.offset(count - 1) + lastLength).isEqualTo(size);
  }

  @Test
  void chunks_coverTheContentOnceAndMatch() {
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      byte[] content = content(1 + random.nextInt(3_000));
      ChunkPlan plan = ChunkPlan.of(content, 1 + random.nextInt(700));

      long next = 0;
      for (int n = 0; n < plan.count(); n++) {
        assertThat(plan.offset(n)).isEqualTo(next);
        assertThat(plan.length(n)).isPositive();
        assertThat(plan.matches(n, chunk(content, plan, n))).isTrue();
        next += plan.length(n);
      }
      assertThat(next).isEqualTo(content.length);
    }
  }

  @Test
  void matches_refusesAChangedBitAnotherLengthAndAnotherPlace() {
    byte[] content = content(1_000);
    ChunkPlan plan = ChunkPlan.of(content, 400);
    byte[] changed = chunk(content, plan, 1);
    changed[399] ^= 1;

    assertThat(plan.matches(1, changed)).isFalse();
    assertThat(plan.matches(1, Arrays.copyOf(chunk(content, plan, 1), 399))).isFalse();
    assertThat(plan.matches(1, Arrays.copyOf(chunk(content, plan, 1), 401))).isFalse();
    assertThat(plan.matches(1, chunk(content, plan, 0))).isFalse();
    assertThat(plan.matches(1, new byte[0])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void offset_refusesAChunkThatIsNotThere(int n) {
    ChunkPlan plan = ChunkPlan.of(content(1_000), 400);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.offset(n))
        .withMessage("chunk: expected 0 to 2, found " + n);
  }

  @Test
  void offset_doesNotOverflowPastTwoGigabytes() {
    Digest digest = Digest.of(new byte[0]);
    ChunkPlan plan =
        new ChunkPlan(
            40_000L * MAX_CHUNK_SIZE, MAX_CHUNK_SIZE, Collections.nCopies(40_000, digest));

    assertThat(plan.offset(39_999)).isEqualTo(2_621_374_464L);
  }

  @Test
  void constructor_refusesSizesOutOfRange() {
    List<Digest> one = List.of(Digest.of(new byte[0]));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChunkPlan(0, 1, List.of()))
        .withMessage("size: expected at least 1 byte, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChunkPlan(1, 0, one))
        .withMessage("chunkSize: expected 1 to 65536 bytes, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChunkPlan(1, 65_537, one))
        .withMessage("chunkSize: expected 1 to 65536 bytes, found 65537");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChunkPlan(65_537, 65_536, one))
        .withMessage("chunks: expected 2 for 65537 bytes, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChunkPlan(Long.MAX_VALUE, 65_536, one))
        .withMessageContaining("found 1");
  }

  @Test
  void of_refusesAnEmptyArtifact() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkPlan.of(new byte[0]))
        .withMessage("size: expected at least 1 byte, found 0");
  }

  @Test
  void of_refusesAChunkSizeThatWouldNeverEnd() {
    assertThatIllegalArgumentException().isThrownBy(() -> ChunkPlan.of(content(10), 0));
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static byte[] chunk(byte[] content, ChunkPlan plan, int n) {
    int offset = (int) plan.offset(n);
    return Arrays.copyOfRange(content, offset, offset + plan.length(n));
  }
}
