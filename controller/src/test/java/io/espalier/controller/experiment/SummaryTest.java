package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Summary.Statistic;
import io.espalier.shared.artifact.Precision;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {
  private static final MathContext EXACT = new MathContext(50);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void meanAndSpread_equalThoseOfExactArithmetic(long seed) {
    Random random = new Random(seed);
    int n = 2 + random.nextInt(9);
    List<TrialRow> rows = new ArrayList<>();
    List<Integer> corrects = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int correct = 9_000 + random.nextInt(1_000);
      corrects.add(correct);
      rows.add(Rows.measured(trial(i), correct, 20));
    }
    Cell cell = onlyCell(rows);
    assertThat(cell.n()).isEqualTo(n);
    Statistic accuracy = cell.of(Metric.ACCURACY);
    assertThat(accuracy.mean()).isCloseTo(mean(corrects) / 10_000, within(1e-12));
    assertThat(accuracy.sd()).isCloseTo(sd(corrects) / 10_000, within(1e-12));
    assertThat(cell.of(Metric.LATENCY_P99_US)).isEqualTo(new Statistic(40, 0.0));
  }

  @Test
  void singleValue_hasNoSpread() {
    Cell cell = onlyCell(List.of(Rows.measured(trial(0), 9_600, 20)));
    assertThat(cell.n()).isEqualTo(1);
    assertThat(cell.of(Metric.ACCURACY)).isEqualTo(new Statistic(0.96, null));
  }

  @Test
  void failedTrials_doNotCount() {
    List<TrialRow> rows =
        List.of(Rows.measured(trial(0), 9_600, 20), Rows.failed(trial(1), "too hot"));
    assertThat(onlyCell(rows).n()).isEqualTo(1);
    assertThat(Summary.of(List.of(Rows.failed(trial(0), "too hot"))).cells()).isEmpty();
  }

  @Test
  void cells_areInTheOrderOfTheRows_seedsTakenTogether() {
    List<TrialRow> rows =
        Trial.all(Specs.withSeeds(0L, 1L)).stream()
            .map(trial -> Rows.measured(trial, 9_000, 20))
            .toList();
    assertThat(Summary.of(rows).cells())
        .hasSize(10)
        .allMatch(cell -> cell.n() == 2)
        .extracting(cell -> cell.method() + " " + cell.sparsity() + " " + cell.precision().label())
        .startsWith("dense 0.0 fp32", "dense 0.0 int8", "shapley 0.5 fp32")
        .endsWith("magnitude 0.9 int8");
  }

  @Test
  void csv_namesEachMetricTwice_andLeavesAbsentSpreadsEmpty() {
    List<String> lines =
        Summary.of(List.of(Rows.measured(trial(0), 9_600, 20))).toCsv().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .isEqualTo(
            "method,sparsity,precision,n,accuracy_mean,accuracy_sd,latency_p50_us_mean,"
                + "latency_p50_us_sd,latency_p90_us_mean,latency_p90_us_sd,latency_p99_us_mean,"
                + "latency_p99_us_sd,cpu_percent_mean,cpu_percent_sd,rss_bytes_mean,rss_bytes_sd,"
                + "model_bytes_mean,model_bytes_sd,wire_bytes_mean,wire_bytes_sd,"
                + "mse_mean,mse_sd,mae_mean,mae_sd,auc_mean,auc_sd");
    assertThat(lines.get(1))
        .startsWith("shapley,0.5,fp32,1,0.96,,20.0,,30.0,,40.0,,99.5,,")
        .endsWith(",460000.0,,,,,,,");
  }

  @Test
  void figureThatWasNotMeasured_isAbsent_notZero() {
    List<TrialRow> rows =
        List.of(Rows.judged(trial(0), 0.2, 0.3, null), Rows.judged(trial(1), 0.4, 0.3, null));
    Cell cell = onlyCell(rows);
    assertThat(cell.has(Metric.ACCURACY)).isFalse();
    assertThat(cell.of(Metric.MSE).mean()).isCloseTo(0.3, within(1e-12));
    assertThat(cell.of(Metric.MAE)).isEqualTo(new Statistic(0.3, 0.0));
    assertThat(Summary.of(rows).toCsv().lines().skip(1))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("shapley,0.5,fp32,2,,,20.0,"));
    assertThat(MainMetric.of(rows)).isEqualTo(MainMetric.MSE);
    assertThat(MainMetric.of(List.of(Rows.judged(trial(0), 0.2, 0.3, 0.9))))
        .isEqualTo(MainMetric.AUC);
    assertThat(MainMetric.of(List.of())).isEqualTo(MainMetric.ACCURACY);
    assertThat(MainMetric.of(rows, JudgedBy.MAE)).isEqualTo(MainMetric.MAE);
    assertThat(MainMetric.of(rows, JudgedBy.TOP_1)).as("what there is").isEqualTo(MainMetric.MSE);
  }

  private static Trial trial(long seed) {
    return new Trial(seed, "shapley", 0.5, Precision.FP32);
  }

  private static Cell onlyCell(List<TrialRow> rows) {
    List<Cell> cells = Summary.of(rows).cells();
    assertThat(cells).hasSize(1);
    return cells.get(0);
  }

  private static double mean(List<Integer> values) {
    return exactMean(values).doubleValue();
  }

  private static BigDecimal exactMean(List<Integer> values) {
    return values.stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(new BigDecimal(values.size()), EXACT);
  }

  private static double sd(List<Integer> values) {
    BigDecimal mean = exactMean(values);
    return values.stream()
        .map(value -> new BigDecimal(value).subtract(mean).pow(2))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(new BigDecimal(values.size() - 1), EXACT)
        .sqrt(EXACT)
        .doubleValue();
  }
}
