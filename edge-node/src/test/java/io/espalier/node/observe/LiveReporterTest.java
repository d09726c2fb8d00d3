package io.espalier.node.observe;

import static io.espalier.node.observe.LiveInferences.withError;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.TelemetrySink;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.SystemSample;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveReporterTest {
  private final LiveLatency latency = new LiveLatency();
  private final DriftMonitor drift = new DriftMonitor();
  private final List<InferenceSample> inferences = new ArrayList<>();
  private final List<DriftSample> drifts = new ArrayList<>();
  private final LiveReporter reporter =
      new LiveReporter(
          new NodeId("n1"),
          new Stamps(4, InstantSource.system(), () -> true),
          latency,
          drift,
          new Samples());

  @Test
  void report_isSilentWhereNobodyAsked() {
    reporter.report();
    assertThat(inferences).isEmpty();
    assertThat(drifts).isEmpty();
  }

  @Test
  void report_tellsHowFastEachModelWas_sinceTheReportBefore() {
    infer("a", 3);
    infer("b", 5);
    reporter.report();
    reporter.report();
    assertThat(inferences)
        .extracting(InferenceSample::model)
        .containsExactly(LiveInferences.model("a"), LiveInferences.model("b"));
    assertThat(inferences)
        .extracting(InferenceSample::latency)
        .extracting(LatencySummary::count)
        .containsExactly(3, 5);
  }

  @Test
  void report_tellsOfEachWindowOnce() {
    infer("a", 1_300);
    reporter.report();
    reporter.report();
    assertThat(drifts).hasSize(1);
    assertThat(drifts.get(0).node()).isEqualTo(new NodeId("n1"));
    assertThat(drifts.get(0).count()).isEqualTo(300);
  }

  private void infer(String deployment, int count) {
    for (int i = 0; i < count; i++) {
      latency.inferred(withError(deployment, 1));
      drift.inferred(withError(deployment, 1));
    }
  }

  private final class Samples implements TelemetrySink {
    @Override
    public void offer(SystemSample sample) {
      throw new AssertionError(sample);
    }

    @Override
    public void offer(InferenceSample sample) {
      inferences.add(sample);
    }

    @Override
    public void offer(AccuracySample sample) {
      throw new AssertionError(sample);
    }

    @Override
    public void offer(DriftSample sample) {
      drifts.add(sample);
    }
  }
}
