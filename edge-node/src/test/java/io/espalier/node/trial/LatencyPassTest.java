package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.FakeEngine;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.trial.RunOptions;
import org.junit.jupiter.api.Test;

class LatencyPassTest {
  @Test
  void measure_timesTheRepeatsAloneWithImagesInTheirOrder() throws TrialException, EngineException {
    TestSet set = TestSet.parse(Idx.of(new int[] {3, 1}, 0, 51, 255), Idx.labels(0, 0, 0));
    FakeEngine engine = FakeEngine.identity(1);
    LatencySummary latency = new LatencyPass(engine, set).measure(new RunOptions(1, 2, 5));
    assertThat(latency.count()).isEqualTo(5);
    assertThat(latency.p50Us()).isPositive();
    assertThat(engine.seen())
        .extracting(row -> row[0])
        .containsExactly(0f, 0.2f, 1f, 0f, 0.2f, 1f, 0f);
  }
}
