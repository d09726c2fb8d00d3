package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.inference.EngineException;
import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.TelemetrySink;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialRunnerTest {
  private final BlockingQueue<TrialResult> results = new LinkedBlockingQueue<>();
  private final List<Object> samples = Collections.synchronizedList(new ArrayList<>());
  private @Nullable TrialRunner runner;

  @AfterEach
  void stop() {
    if (runner != null) {
      runner.close();
    }
  }

  @Test
  void submit_publishesWhatWasMeasured() throws InterruptedException {
    start(request -> new TrialProcedure.Outcome(Trials.MODEL, Trials.measurement()))
        .submit(Trials.request("a", 3));
    TrialResult.Completed result = (TrialResult.Completed) next();
    assertThat(result.id().value()).isEqualTo("a");
    assertThat(result.attempt()).isEqualTo(3);
    assertThat(result.node()).isEqualTo(Trials.NODE);
    assertThat(result.digest()).isEqualTo(Trials.MODEL);
    assertThat(result.measurement()).isEqualTo(Trials.measurement());
    assertThat(samples).hasExactlyElementsOfTypes(InferenceSample.class, AccuracySample.class);
  }

  @Test
  void submit_saysNothingOfAccuracyThatWasNotMeasured() throws InterruptedException {
    start(request -> new TrialProcedure.Outcome(Trials.MODEL, Trials.reconstructed()))
        .submit(Trials.request("a", 1));
    assertThat(((TrialResult.Completed) next()).measurement()).isEqualTo(Trials.reconstructed());
    assertThat(samples).hasExactlyElementsOfTypes(InferenceSample.class);
  }

  @Test
  void submit_publishesTheSameResultAgainWhenAskedAgain() throws InterruptedException {
    TrialRunner twice =
        start(request -> new TrialProcedure.Outcome(Trials.MODEL, Trials.measurement()));
    twice.submit(Trials.request("a", 1));
    TrialResult first = next();
    twice.submit(Trials.request("a", 1));
    assertThat(next()).isEqualTo(first);
  }

  @Test
  void submit_doesNotRunATrialTwiceThatIsRunning() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> runs = Collections.synchronizedList(new ArrayList<>());
    TrialRunner slow =
        start(
            request -> {
              runs.add(request.id().value());
              goOn.await();
              return new TrialProcedure.Outcome(Trials.MODEL, Trials.measurement());
            });
    slow.submit(Trials.request("a", 1));
    slow.submit(Trials.request("a", 1));
    slow.submit(Trials.request("b", 1));
    goOn.countDown();
    next();
    next();
    assertThat(runs).containsExactly("a", "b");
  }

  @Test
  void submit_saysInOneLineWhyATrialFailed() throws InterruptedException {
    TrialRunner failing =
        start(
            request -> {
              switch (request.id().value()) {
                case "engine" -> throw new EngineException("not a valid .tflite file\nreally");
                case "parts" -> throw new TrialException("head: does not fit");
                case "stack" -> throw new StackOverflowError();
                case "memory" -> throw new OutOfMemoryError("Java heap space");
                default -> throw new IllegalStateException("bug");
              }
            });
    for (String id : List.of("engine", "parts", "stack", "memory", "other")) {
      failing.submit(Trials.request(id, 1));
    }
    assertThat(reason()).isEqualTo("not a valid .tflite file");
    assertThat(reason()).isEqualTo("head: does not fit");
    assertThat(reason()).isEqualTo("java.lang.StackOverflowError");
    assertThat(reason()).isEqualTo("java.lang.OutOfMemoryError: Java heap space");
    assertThat(reason()).isEqualTo("java.lang.IllegalStateException: bug");
  }

  @Test
  void submit_refusesMoreThanSixtyFourThatWait() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    TrialRunner blocked =
        start(
            request -> {
              started.countDown();
              new CountDownLatch(1).await();
              throw new AssertionError();
            });
    blocked.submit(Trials.request("running", 1));
    started.await();
    for (int i = 0; i < 65; i++) {
      blocked.submit(Trials.request("waiting-" + i, 1));
    }
    assertThat(reason()).isEqualTo("64 trials wait already");
    assertThat(results).isEmpty();
  }

  @Test
  void submit_refusesARequestOfAnotherSchema() throws InterruptedException {
    TrialRunner idle =
        start(
            request -> {
              throw new AssertionError(request);
            });
    TrialRequest known = Trials.request("a", 1);
    idle.submit(
        new TrialRequest(
            3,
            known.id(),
            1,
            known.model(),
            known.head(),
            known.images(),
            known.labels(),
            known.run()));
    assertThat(reason()).isEqualTo("request: expected schema 1 to 2, found 3");
  }

  private TrialRunner start(TrialProcedure procedure) {
    Stamps stamps = new Stamps(1, InstantSource.system(), () -> false);
    TrialRunner started =
        new TrialRunner(Trials.NODE, stamps, procedure, results::add, new Samples());
    runner = started;
    return started;
  }

  private TrialResult next() throws InterruptedException {
    TrialResult result = results.poll(10, TimeUnit.SECONDS);
    assertThat(result).isNotNull();
    return Objects.requireNonNull(result);
  }

  private String reason() throws InterruptedException {
    return ((TrialResult.Failed) next()).reason();
  }

  private final class Samples implements TelemetrySink {
    @Override
    public void offer(SystemSample sample) {
      samples.add(sample);
    }

    @Override
    public void offer(InferenceSample sample) {
      samples.add(sample);
    }

    @Override
    public void offer(DriftSample sample) {
      throw new AssertionError(sample);
    }

    @Override
    public void offer(AccuracySample sample) {
      samples.add(sample);
    }
  }
}
