package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.controller.experiment.TrialRow.Status;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.trial.ClassCount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialRowTest {
  private static final ClassCount NONE = new ClassCount(0, 0);
  private static final Trial TRIAL = new Trial(7, "shapley", 0.95, Precision.INT8);

  @Test
  void measuredTrial_hasAllFigures() {
    TrialRow row = Rows.measured(TRIAL, 9_070, 4.5);
    assertThat(row.trial()).isEqualTo(TRIAL);
    assertThat(row.status()).isEqualTo(Status.OK);
    assertThat(row.isMeasured()).isTrue();
    assertThat(row.accuracy()).isEqualTo(0.907);
    assertThat(row.latencyP99Us()).isEqualTo(9.0);
    assertThat(row).hasNoNullFieldsOrPropertiesExcept("reason", "mse", "mae", "auc");
    assertThat(row.classes()).isEqualTo("0:4535/5000 1:4535/5000");
  }

  @Test
  void trialWithoutClasses_hasNoAccuracy_ratherThanNone() {
    TrialRow row = Rows.judged(TRIAL, 0.25, 0.5, 0.875);
    assertThat(row.isMeasured()).isTrue();
    assertThat(row.accuracy()).isNull();
    assertThat(row.correct()).isNull();
    assertThat(row.total()).isEqualTo(10_000);
    assertThat(row.classes()).isNull();
    assertThat(row.auc()).isEqualTo(0.875);
  }

  @Test
  void classes_areReadBack_andNonsenseIsRefused() {
    TrialRow row = Rows.counted(TRIAL, new ClassCount(3, 4), NONE, new ClassCount(0, 5));
    assertThat(row.classes()).isEqualTo("0:3/4 2:0/5");
    assertThat(ClassCounts.parse(row.classes()))
        .containsExactly(Map.entry(0, new ClassCount(3, 4)), Map.entry(2, new ClassCount(0, 5)));
    for (String nonsense : List.of("0", "0:1", "0:5/4", "x:1/2", "0:1/2  1:1/2")) {
      assertThatIllegalArgumentException().isThrownBy(() -> ClassCounts.parse(nonsense));
    }
  }

  @Test
  void trialThatXnnpackDidNotTakeWhole_saysSoAndCountsAsMeasured() {
    TrialRow row = Rows.notDelegated(TRIAL);
    assertThat(row.status()).isEqualTo(Status.NOT_DELEGATED);
    assertThat(row.isMeasured()).isTrue();
  }

  @Test
  void trialOnASlowedBoard_saysWhatSlowedIt() {
    TrialRow row = Rows.throttled(TRIAL);
    assertThat(row.throttled()).isEqualTo("under-voltage temperature-limit");
    assertThat(row.isThrottled()).isTrue();
    assertThat(row.status()).isEqualTo(Status.OK);
    assertThat(Rows.measured(TRIAL, 9_070, 4.5))
        .returns("no", TrialRow::throttled)
        .returns(false, TrialRow::isThrottled);
  }

  @Test
  void failedTrial_hasAReasonAndNoFigures() {
    TrialRow row = Rows.failed(TRIAL, "no node online for 120 s");
    assertThat(row.trial()).isEqualTo(TRIAL);
    assertThat(row.isMeasured()).isFalse();
    assertThat(row.reason()).isEqualTo("no node online for 120 s");
    assertThat(row.accuracy()).isNull();
    assertThat(row.node()).isNull();
  }
}
