package io.espalier.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.trial.ClassCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTableTest {
  private static final Trial DENSE = new Trial(0, Trial.DENSE, 0, Precision.FP32);
  private static final Trial PRUNED = new Trial(0, "shapley", 0.9, Precision.FP32);

  @Test
  void oneSeed_showsPlainFigures() {
    assertThat(
            table(
                row(0, Trial.DENSE, 0, Precision.FP32, 9_671, 19.12),
                row(0, Trial.DENSE, 0, Precision.INT8, 9_665, 4.8),
                row(0, "shapley", 0.83, Precision.FP32, 9_500, 19.1),
                row(0, "shapley", 0.83, Precision.INT8, 9_498, 4.8),
                row(0, "shapley", 0.995, Precision.FP32, 5_000, 19.1),
                row(0, "magnitude", 0.83, Precision.FP32, 9_400, 19.1),
                row(0, "magnitude", 0.83, Precision.INT8, 9_399, 4.8)))
        .isEqualTo(
            """
            accuracy, %                         FP32            INT8
            baseline              0%           96.71           96.65
            shapley              83%           95.00           94.98
                               99.5%           50.00               –
            magnitude            83%           94.00           93.99

            latency p50 / p99, µs               FP32            INT8
            baseline              0%     19.1 / 38.2       4.8 / 9.6
            shapley              83%     19.1 / 38.2       4.8 / 9.6
                               99.5%     19.1 / 38.2               –
            magnitude            83%     19.1 / 38.2       4.8 / 9.6

            model, kB                           FP32            INT8
            baseline              0%           457.5           457.5
            shapley              83%           457.5           457.5
                               99.5%           457.5               –
            magnitude            83%           457.5           457.5
            """);
  }

  @Test
  void severalSeeds_showMeansAndSpreadsOfAccuracy() {
    assertThat(
            table(
                row(0, Trial.DENSE, 0, Precision.FP32, 9_600, 20),
                row(1, Trial.DENSE, 0, Precision.FP32, 9_700, 10)))
        .isEqualTo(
            """
            accuracy, %                         FP32
            baseline              0%    96.50 ± 0.71

            latency p50 / p99, µs               FP32
            baseline              0%     15.0 / 30.0

            model, kB                           FP32
            baseline              0%           457.5
            """);
  }

  @Test
  void errors_standUnderTheirOwnName_withoutAccuracy() {
    Trial trial = new Trial(0, Trial.DENSE, 0, Precision.FP32);
    assertThat(table(Rows.judged(trial, 0.012345, 0.5, null)))
        .startsWith(
            """
            MSE                                 FP32
            baseline              0%         0.01235

            MAE                                 FP32
            baseline              0%          0.5000
            """)
        .doesNotContain("accuracy");
    assertThat(table(Rows.judged(trial, 0.25, 0.5, 0.98765)))
        .startsWith(
            """
            AUC                                 FP32
            baseline              0%          0.9877

            MSE / MAE                           FP32
            baseline              0% 0.2500 / 0.5000
            """);
  }

  @Test
  void classes_standBelow_thoseFirstThatPruningCosts() {
    assertThat(
            ReportWriter.terminalClasses(
                List.of(
                    Rows.counted(DENSE, new ClassCount(90, 100), new ClassCount(80, 100)),
                    Rows.counted(PRUNED, new ClassCount(89, 100), new ClassCount(60, 100)))))
        .contains(
            """
            recall by class, %, fp32
            class  samples  baseline  shapley 90 %  change, points
            1          100     80.00         60.00          −20.00
            0          100     90.00         89.00           −1.00
            """);
  }

  @Test
  void nothingMeasured_isATableWithoutRows() {
    assertThat(table(Rows.failed(new Trial(0, Trial.DENSE, 0, Precision.FP32), "no node")))
        .doesNotContain("baseline");
  }

  private static String table(TrialRow... rows) {
    return ReportWriter.terminalTable(Summary.of(List.of(rows)));
  }

  private static TrialRow row(
      long seed, String method, double sparsity, Precision precision, int correct, double p50Us) {
    return Rows.measured(new Trial(seed, method, sparsity, precision), correct, p50Us);
  }
}
