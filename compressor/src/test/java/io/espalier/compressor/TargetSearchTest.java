package io.espalier.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.report.ModelFigures;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetSearchTest {
  private static final ModelFigures DENSE = figures(0);

  @Test
  void links_makesWhatIsAskedFor_once() throws Exception {
    TargetSearch.Found found = find(new Target.Links(new Sparsity(0.83)));

    assertThat(found.chosen().sparsity().share()).isEqualTo(0.83);
    assertThat(found.tried()).hasSize(1);
  }

  @Test
  void accuracyDrop_prunesAsMuchAsItMay() throws Exception {
    TargetSearch.Found found = find(new Target.AccuracyDrop(0.04));

    assertThat(found.chosen().sparsity().share()).isCloseTo(0.2, within(0.005));
    assertThat(found.chosen().figures().accuracy().orElseThrow()).isGreaterThanOrEqualTo(0.96);
    assertThat(found.tried()).contains(found.chosen()).hasSizeLessThan(12);
  }

  @Test
  void bytes_prunesAsLittleAsItMust() throws Exception {
    TargetSearch.Found found = find(new Target.Bytes(300));

    assertThat(found.chosen().sparsity().share()).isCloseTo(0.7, within(0.005));
    assertThat(found.chosen().figures().wireBytes()).isLessThanOrEqualTo(300);
  }

  @Test
  void latency_takesTheDenseModelWhenThatIsFastEnough() throws Exception {
    assertThat(find(new Target.Latency(10)).chosen().sparsity()).isEqualTo(Sparsity.NONE);
  }

  @Test
  void bytes_thatNoSparsityReaches_areRefusedWithWhatWasReached() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> find(new Target.Bytes(5)))
        .withMessage(
            "bytes: at most 5 wanted, but at 99% pruned the model has 10 bytes and takes 0.1 µs");
  }

  private static TargetSearch.Found find(Target target) throws Exception {
    return TargetSearch.find(
        target,
        DENSE,
        sparsity ->
            new Candidate(sparsity, List.of(), new byte[0], List.of(), figures(sparsity.share())));
  }

  /** Costs fall with the sparsity, and accuracy by a fifth of it. */
  private static ModelFigures figures(double share) {
    long bytes = Math.round(1000 * (1 - share));
    return new ModelFigures(
        bytes, bytes, bytes, 10 * (1 - share), Optional.of(1 - share / 5), share);
  }
}
