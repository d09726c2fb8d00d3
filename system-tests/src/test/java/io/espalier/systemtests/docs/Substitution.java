package io.espalier.systemtests.docs;

import java.util.List;

/** What is entered in place of what a page says, since a test has less time than a reader. */
record Substitution(String page, String test) {
  private static final List<Substitution> ALL =
      List.of(
          // A smaller network, which one epoch makes as good as the gates of the pages want it.
          new Substitution("train --epochs 3", "train --layers 784,64,10 --epochs 1"),
          // So small a network cannot lose as much.
          new Substitution(
              "--samples 10000 --method forward-selection --sparsity 0.9 --refit --finetune-epochs"
                  + " 3",
              "--samples 2000 --method forward-selection --sparsity 0.5 --refit --finetune-epochs"
                  + " 1"),
          // 2,000 samples are uploaded and tested sooner than 10,000.
          new Substitution("--probe mnist", "--probe test.npz"));

  static List<Substitution> all() {
    return ALL;
  }

  /** Commands as they are entered. */
  static String in(String commands) {
    String entered = commands;
    for (Substitution substitution : ALL) {
      entered = entered.replace(substitution.page, substitution.test);
    }
    return entered;
  }
}
