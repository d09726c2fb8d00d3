package io.espalier.node.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.artifact.ChunkWindow.Step;
import io.espalier.node.artifact.ChunkWindow.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkWindowTest {
  private static final BitSet NOTHING = new BitSet();

  @Test
  void window_asksForEachMissingChunkOnce_andNeverForMoreThanItsSize_seed1To200() {
    for (int seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(40);
      BitSet present = new BitSet();
      for (int n = 0; n < count; n++) {
        present.set(n, random.nextBoolean());
      }
      ChunkWindow window = new ChunkWindow(count, 4, 1, present);
      List<Integer> open = new ArrayList<>(window.start());
      List<Integer> asked = new ArrayList<>(open);
      while (!window.isComplete()) {
        assertThat(open).hasSizeBetween(1, 4);
        assertThat(window.open()).containsExactlyInAnyOrderElementsOf(open);
        Step step = window.arrived(open.get(random.nextInt(open.size())), true);
        open.removeAll(step.close());
        open.addAll(step.open());
        asked.addAll(step.open());
      }
      assertThat(open).isEmpty();
      assertThat(asked).doesNotHaveDuplicates().hasSize(count - present.cardinality());
      assertThat(asked).noneMatch(present::get);
    }
  }

  @Test
  void chunkThatIsWrong_isAskedForAgain_untilItIsWrongOnceTooOften() {
    ChunkWindow window = new ChunkWindow(3, 2, 3, NOTHING);
    window.start();
    Step again = new Step(Verdict.REFUSED, List.of(1), List.of(1));
    assertThat(window.arrived(1, false)).isEqualTo(again);
    assertThat(window.arrived(1, false)).isEqualTo(again);
    assertThat(window.arrived(0, true))
        .isEqualTo(new Step(Verdict.ACCEPTED, List.of(0), List.of(2)));
    assertThat(window.arrived(1, false).verdict()).isEqualTo(Verdict.GIVEN_UP);
    assertThat(window.presentCount()).isEqualTo(1);
  }

  @Test
  void chunkThatIsThere_isRepeated_rightOrWrong() {
    ChunkWindow window = new ChunkWindow(2, 2, 1, NOTHING);
    window.start();
    window.arrived(0, true);
    assertThat(window.arrived(0, true).verdict()).isEqualTo(Verdict.REPEATED);
    assertThat(window.arrived(0, false).verdict()).isEqualTo(Verdict.REPEATED);
    assertThat(window.isComplete()).isFalse();
  }
}
