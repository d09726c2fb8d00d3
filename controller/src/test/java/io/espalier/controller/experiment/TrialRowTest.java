package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.experiment.TrialRow.Status;
import io.espalier.shared.artifact.Precision;
import org.junit.jupiter.api.Test;

class TrialRowTest {
  private static final Trial TRIAL = new Trial(7, "shapley", 0.95, Precision.INT8);

  @Test
  void measuredTrial_hasAllFigures() {
    TrialRow row = Rows.measured(TRIAL, 9_070, 4.5);
    assertThat(row.trial()).isEqualTo(TRIAL);
    assertThat(row.status()).isEqualTo(Status.OK);
    assertThat(row.isMeasured()).isTrue();
    assertThat(row.accuracy()).isEqualTo(0.907);
    assertThat(row.latencyP99Us()).isEqualTo(9.0);
    assertThat(row).hasNoNullFieldsOrPropertiesExcept("reason");
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
