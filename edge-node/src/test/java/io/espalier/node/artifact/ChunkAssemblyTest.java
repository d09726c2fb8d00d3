package io.espalier.node.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.artifact.ChunkAssembly.Verdict;
import io.espalier.shared.artifact.ChunkPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkAssemblyTest {
  private final byte[] content = new byte[1_000];
  private @TempDir Path directory;
  private ChunkPlan plan;
  private Path file;

  @BeforeEach
  void cut() {
    new Random(1).nextBytes(content);
    plan = ChunkPlan.of(content, 64);
    file = directory.resolve("artifact");
  }

  @Test
  void accept_putsChunksInPlaceInAnyOrder_seed1To20() throws IOException {
    for (int seed = 1; seed <= 20; seed++) {
      List<Integer> order = IntStream.range(0, plan.count()).boxed().collect(Collectors.toList());
      Collections.shuffle(order, new Random(seed));
      try (ChunkAssembly assembly = new ChunkAssembly(plan, file, 1)) {
        for (int n : order) {
          assertThat(assembly.isComplete()).isFalse();
          assertThat(assembly.accept(n, chunk(n))).isEqualTo(Verdict.ACCEPTED);
        }
        assertThat(assembly.isComplete()).isTrue();
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }
  }

  @Test
  void accept_takesARepeatedChunkForDone() throws IOException {
    try (ChunkAssembly assembly = new ChunkAssembly(plan, file, 1)) {
      assembly.accept(3, chunk(3));
      assertThat(assembly.accept(3, chunk(3))).isEqualTo(Verdict.REPEATED);
      assertThat(assembly.accept(3, new byte[1])).isEqualTo(Verdict.REPEATED);
      assertThat(assembly.presentCount()).isEqualTo(1);
    }
  }

  @Test
  void accept_refusesAWrongChunkUntilItIsWrongOnceTooOften() throws IOException {
    byte[] wrong = chunk(2);
    wrong[5] ^= 1;
    try (ChunkAssembly assembly = new ChunkAssembly(plan, file, 3)) {
      assertThat(assembly.accept(2, wrong)).isEqualTo(Verdict.REFUSED);
      assertThat(assembly.accept(2, new byte[0])).isEqualTo(Verdict.REFUSED);
      assertThat(assembly.accept(4, chunk(4))).isEqualTo(Verdict.ACCEPTED);
      assertThat(assembly.accept(2, Arrays.copyOf(chunk(2), 65))).isEqualTo(Verdict.GIVEN_UP);
      assertThat(assembly.presentCount()).isEqualTo(1);
    }
  }

  @Test
  void accept_takesTheRightChunkAfterAWrongOne() throws IOException {
    try (ChunkAssembly assembly = new ChunkAssembly(plan, file, 2)) {
      assembly.accept(0, chunk(1));
      assertThat(assembly.accept(0, chunk(0))).isEqualTo(Verdict.ACCEPTED);
    }
  }

  private byte[] chunk(int n) {
    int from = (int) plan.offset(n);
    return Arrays.copyOfRange(content, from, from + plan.length(n));
  }
}
