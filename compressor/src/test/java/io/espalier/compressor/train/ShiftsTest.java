package io.espalier.compressor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShiftsTest {
  @Test
  void copy_movesEveryPixelByTheSameAndFillsWithZeros() {
    float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Shifts shifts = new Shifts(3, 4, 2);
    boolean[] seen = new boolean[25];
    for (long seed = 0; seed < 300; seed++) {
      float[] moved = new float[12];

      shifts.copy(image, 0, moved, 0, new SplittableRandom(seed));

      int move = moveOf(image, moved);
      assertThat(move).as("seed %d", seed).isNotNegative();
      seen[move] = true;
    }
    assertThat(seen).doesNotContain(false);
  }

  @Test
  void shifts_refusesToMoveAnImageOutOfItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shifts(3, 4, 3))
        .withMessage("shifts: expected less than the size of an image, found 3 for 3 × 4");
  }

  /** Which of the 25 moves by at most two it was, −1 if none. */
  private static int moveOf(float[] image, float[] moved) {
    for (int move = 0; move < 25; move++) {
      if (isMoved(image, moved, move / 5 - 2, move % 5 - 2)) {
        return move;
      }
    }
    return -1;
  }

  private static boolean isMoved(float[] image, float[] moved, int down, int right) {
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        int fromY = y - down;
        int fromX = x - right;
        boolean inside = fromY >= 0 && fromY < 3 && fromX >= 0 && fromX < 4;
        if (moved[y * 4 + x] != (inside ? image[fromY * 4 + fromX] : 0f)) {
          return false;
        }
      }
    }
    return true;
  }
}
