package io.espalier.node.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveModelTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final LiveModel live = new LiveModel();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void infer_givesOutputs_andClassesOfTheHead() {
    FakeEngine head = new FakeEngine(2, 3, OutputType.FLOAT32, row -> new float[] {0, row[1], 1});
    live.serve(new LoadedModel(digest(1), deployment(1), FakeEngine.identity(2), head, false));

    InferenceAnswer answer = infer(new float[] {1, 5}, new float[] {3, 0});

    assertThat(answer.error()).isNull();
    assertThat(answer.id()).isEqualTo("7");
    assertThat(answer.model()).isEqualTo(digest(1));
    assertThat(answer.outputs()).isDeepEqualTo(new float[][] {{1, 5}, {3, 0}});
    assertThat(answer.classes()).containsExactly(1, 2);
  }

  @Test
  void infer_takesTheLargestOutputForTheClass_onlyWhereOutputsAreScores() {
    live.serve(model(1, FakeEngine.identity(3), true));
    assertThat(infer(new float[] {1, 5, 2}).classes()).containsExactly(1);

    live.serve(model(2, FakeEngine.identity(3), false));
    assertThat(infer(new float[] {1, 5, 2}).classes()).isNull();
  }

  @Test
  void infer_saysInOneLine_thatNothingServes() {
    InferenceAnswer answer = infer(new float[] {1});

    assertThat(answer.error()).isEqualTo("no model serves on this node");
    assertThat(answer.model()).isNull();
    assertThat(answer.outputs()).isNull();
  }

  @Test
  void infer_saysInOneLine_whatDoesNotFit() {
    live.serve(model(1, FakeEngine.identity(2), false));

    assertThat(infer(new float[] {1, 2}, new float[] {1, 2, 3}).error())
        .isEqualTo("inputs, row 1: expected 2 values, found 3");
    assertThat(infer(new float[] {1, Float.NaN}).error())
        .isEqualTo("inputs, row 0: expected finite values");
    assertThat(infer(new float[40_000][2]).error())
        .isEqualTo("inputs: expected at most 32768 rows, found 40000");
    assertThat(infer(new float[] {1, 2}).error()).isNull();
  }

  @Test
  void infer_saysInOneLine_thatTheModelFailed_andDoesNotCountIt() {
    live.serve(
        model(1, new FakeEngine(1, 1, OutputType.FLOAT32, row -> new float[] {1 / row[0]}), false));

    assertThat(infer(new float[] {0}).error()).endsWith("row 0: expected finite outputs");
    assertThat(goodInferences()).isZero();
    assertThat(infer(new float[] {2}).error()).isNull();
    assertThat(goodInferences()).isEqualTo(1);
  }

  @Test
  void serve_startsCountingGoodInferencesAnew() {
    AtomicInteger told = new AtomicInteger();
    live.onGood(told::incrementAndGet);
    live.serve(model(1, FakeEngine.identity(1), false));
    infer(new float[] {1}, new float[] {2});
    assertThat(goodInferences()).isEqualTo(2);

    live.serve(model(2, FakeEngine.identity(1), false));

    assertThat(goodInferences()).isZero();
    assertThat(told).hasValue(2);
  }

  @Test
  void serve_closesTheOneBefore_onlyWhenItsInferenceHasEnded() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    FakeEngine slow =
        new FakeEngine(
            1,
            1,
            OutputType.FLOAT32,
            row -> {
              runs.countDown();
              await(mayEnd);
              return row;
            });
    live.serve(model(1, slow, false));
    Future<InferenceAnswer> answer = threads.submit(() -> infer(new float[] {1}));
    await(runs);

    live.serve(model(2, FakeEngine.identity(1), false));

    assertThat(slow.closed()).isZero();
    assertThat(infer(new float[] {1}).model()).isEqualTo(digest(2));
    mayEnd.countDown();
    assertThat(answer.get().model()).isEqualTo(digest(1));
    assertThat(slow.closed()).isEqualTo(1);
  }

  @Test
  void serve_fromAListener_doesNotCloseWhatRuns() {
    FakeEngine first = FakeEngine.identity(1);
    live.serve(model(1, first, false));
    live.onInference(
        inference -> {
          if (inference.model().equals(digest(1))) {
            live.serve(model(2, FakeEngine.identity(1), false));
            assertThat(first.closed()).isZero();
          }
        });

    assertThat(infer(new float[] {1}, new float[] {2}).error()).isNull();
    assertThat(first.closed()).isEqualTo(1);
  }

  @Test
  void serve_whileOthersInfer_losesNoRequest_andClosesEachModelOnce() throws Exception {
    List<FakeEngine> engines = new ArrayList<>();
    live.serve(model(0, FakeEngine.identity(1), false));
    CountDownLatch done = new CountDownLatch(1);
    Callable<Integer> asking =
        () -> {
          int answered = 0;
          while (done.getCount() > 0) {
            InferenceAnswer answer = infer(new float[] {3});
            assertThat(answer.error()).isNull();
            answered++;
          }
          return answered;
        };
    List<Future<Integer>> askers = List.of(threads.submit(asking), threads.submit(asking));
    for (int i = 1; i <= 500; i++) {
      FakeEngine engine = FakeEngine.identity(1);
      engines.add(engine);
      live.serve(model(i, engine, false));
    }
    done.countDown();
    for (Future<Integer> asker : askers) {
      assertThat(asker.get()).isPositive();
    }
    live.close();

    assertThat(engines).allSatisfy(engine -> assertThat(engine.closed()).isEqualTo(1));
    assertThat(infer(new float[] {1}).error()).isEqualTo("no model serves on this node");
  }

  @Test
  void loadedModel_refusesAHeadThatDoesNotFit() {
    assertThatThrownBy(
            () ->
                new LoadedModel(
                    digest(1),
                    deployment(1),
                    FakeEngine.identity(3),
                    FakeEngine.identity(2),
                    false))
        .hasMessageEndingWith("expected an input of 3, found 2");
  }

  private InferenceAnswer infer(float[]... rows) {
    return live.infer(new InferenceRequest("7", rows));
  }

  private long goodInferences() {
    return live.serving().orElseThrow().goodInferences();
  }

  private static LoadedModel model(int n, FakeEngine engine, boolean outputsAreScores) {
    return new LoadedModel(digest(n), deployment(n), engine, null, outputsAreScores);
  }

  private static Digest digest(int n) {
    return Digest.of(new byte[] {(byte) n, (byte) (n >> 8)});
  }

  private static DeploymentId deployment(int n) {
    return new DeploymentId("d-" + n);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
