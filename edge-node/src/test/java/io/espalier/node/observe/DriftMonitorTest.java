package io.espalier.node.observe;

import static io.espalier.node.observe.LiveInferences.withError;
import static io.espalier.shared.telemetry.DriftSample.Statistic.CONFIDENCE;
import static io.espalier.shared.telemetry.DriftSample.Statistic.RECONSTRUCTION_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.espalier.node.serve.LiveInference;
import io.espalier.shared.deployment.DeploymentId;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
  private final DriftMonitor monitor = new DriftMonitor();
  private final Random random = new Random(1);

  @Test
  void firstInferences_areTheReference_whereTheDeploymentHasNoSamples() {
    infer("a", 1, DriftMonitor.REFERENCE + DriftMonitor.LEAST_WINDOW - 1);
    assertThat(monitor.takeWindow()).isEmpty();
    infer("a", 1, 1);
    DriftMonitor.Window window = monitor.takeWindow().orElseThrow();
    assertThat(window.model()).isEqualTo(LiveInferences.model("a"));
    assertThat(window.statistic()).isEqualTo(RECONSTRUCTION_ERROR);
    assertThat(window.count()).isEqualTo(DriftMonitor.LEAST_WINDOW);
    assertThat(window.mean()).isCloseTo(1.5, within(0.1));
    assertThat(window.score()).isLessThan(0.1);
  }

  @Test
  void inferencesOfAnotherKind_raiseTheScore_andThoseAsBeforeLowerItAgain() {
    infer("a", 1, DriftMonitor.REFERENCE);
    infer("a", 2, 300);
    assertThat(monitor.takeWindow().orElseThrow().score()).isGreaterThan(1);
    infer("a", 1, 300);
    assertThat(monitor.takeWindow().orElseThrow().score()).isLessThan(0.1);
  }

  @Test
  void samples_areTheReferenceFromTheFirstInferenceOn() {
    monitor.reference(reference("a", 1, 500));
    infer("a", 2, 300);
    assertThat(monitor.takeWindow().orElseThrow().score()).isGreaterThan(1);
  }

  @Test
  void samplesThatComeLate_replaceWhatWasGathered() {
    infer("a", 2, 1_200);
    monitor.reference(reference("a", 1, 500));
    assertThat(monitor.takeWindow()).isEmpty();
    infer("a", 2, 300);
    assertThat(monitor.takeWindow().orElseThrow().score()).isGreaterThan(1);
  }

  @Test
  void samplesThatComeAgain_doNotEndTheWindow() {
    monitor.reference(reference("a", 1, 500));
    infer("a", 1, 200);
    monitor.reference(reference("a", 1, 500));
    infer("a", 1, 100);
    assertThat(monitor.takeWindow().orElseThrow().count()).isEqualTo(300);
  }

  @Test
  void samplesThatAreFew_orOfAnotherStatistic_areNoReference() {
    monitor.reference(reference("a", 1, DriftMonitor.LEAST_SAMPLES - 1));
    infer("a", 1, 300);
    assertThat(monitor.takeWindow()).isEmpty();
    monitor.reference(new DriftReference(new DeploymentId("b"), CONFIDENCE, new double[500]));
    infer("b", 1, 300);
    assertThat(monitor.takeWindow()).isEmpty();
  }

  @Test
  void nextModel_isComparedWithItsOwnReference_whateverTheOneBeforeStillSays() {
    infer("a", 1, DriftMonitor.REFERENCE);
    monitor.reference(reference("b", 2, 500));
    infer("b", 2, 10);
    infer("a", 1, 1);
    infer("b", 2, 300);
    DriftMonitor.Window window = monitor.takeWindow().orElseThrow();
    assertThat(window.model()).isEqualTo(LiveInferences.model("b"));
    assertThat(window.count()).isEqualTo(300);
    assertThat(window.score()).isLessThan(0.1);
  }

  @Test
  void modelOfOneOutput_saysNothing() {
    LiveInference inference =
        new LiveInference(
            LiveInferences.model("a"), new DeploymentId("a"), new float[3], new float[1], 1);
    IntStream.range(0, 2_000).forEach(i -> monitor.inferred(inference));
    assertThat(monitor.takeWindow()).isEmpty();
  }

  @Test
  void inference_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    LiveInference inference = withError("a", 1);
    infer("a", 1, DriftMonitor.REFERENCE + 10);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      monitor.inferred(inference);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes for 100,000 inferences").isLessThan(10_000);
  }

  /** Errors between {@code least} and {@code least} + 1. */
  private void infer(String deployment, double least, int count) {
    for (int i = 0; i < count; i++) {
      monitor.inferred(withError(deployment, least + random.nextDouble()));
    }
  }

  private DriftReference reference(String deployment, double least, int count) {
    double[] values = random.doubles(count, least, least + 1).toArray();
    return new DriftReference(new DeploymentId(deployment), RECONSTRUCTION_ERROR, values);
  }
}
