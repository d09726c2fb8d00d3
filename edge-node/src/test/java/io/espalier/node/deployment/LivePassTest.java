package io.espalier.node.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.node.serve.LiveModel;
import io.espalier.node.serve.LoadedModel;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.infer.InferenceRequest;
import io.espalier.shared.probe.ProbeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LivePassTest {
  private static final int ROWS = 120;
  private static final float ASKED = -1;

  private final LiveModel live = new LiveModel();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void pass_givesWhatAPassOverTheModelAloneGives() throws EngineException {
    FakeEngine engine = squares();
    live.serve(model("a", engine));
    ProbePass.Outcome seen = finish(pass("a"));
    ProbePass.Outcome alone = ProbePass.run(model("a", squares()), probe());
    assertThat(seen.samples()).isEqualTo(alone.samples());
    assertThat(seen.right()).isEqualTo(alone.right());
    assertThat(seen.latency().count()).isEqualTo(alone.latency().count());
    assertThat(live.serving().orElseThrow().goodInferences()).isZero();
  }

  @Test
  void turn_endsWhenItsTimeIsOver_andTheNextGoesOn() throws EngineException {
    FakeEngine engine =
        new FakeEngine(
            1,
            2,
            OutputType.FLOAT32,
            row -> {
              nanos.addAndGet(20_000_000);
              return new float[] {row[0], 0};
            });
    live.serve(model("a", engine));
    LivePass pass = pass("a");
    assertThat(pass.turn()).isNull();
    assertThat(engine.seen()).hasSize(3);
    assertThat(pass.turn()).isNull();
    assertThat(engine.seen()).hasSize(6).extracting(row -> row[0]).isSorted();
  }

  @Test
  void programThatAsksMeanwhile_waitsForOneSampleAtMost() throws EngineException {
    AtomicReference<@Nullable Thread> program = new AtomicReference<>();
    FakeEngine engine =
        new FakeEngine(
            1,
            2,
            OutputType.FLOAT32,
            row -> {
              if (row[0] == 10 && program.get() == null) {
                program.set(askSoon());
              }
              return new float[] {row[0], 0};
            });
    live.serve(model("a", engine));
    finish(pass("a"));
    int during = 10;
    assertThat(engine.seen().get(during)).containsExactly(10);
    assertThat(engine.seen().get(during + 1)).containsExactly(ASKED);
  }

  @Test
  void pass_endsWhenAnotherModelServes() throws EngineException {
    live.serve(model("a", squares()));
    LivePass pass = pass("a");
    live.serve(model("b", squares()));
    assertThatThrownBy(pass::turn).isInstanceOf(EngineException.class).hasMessageContaining("a");
    live.close();
    assertThatThrownBy(pass::turn).isInstanceOf(EngineException.class);
  }

  /** A program that waits for the model by the time that this returns. */
  private Thread askSoon() {
    Thread program =
        new Thread(() -> live.infer(new InferenceRequest(null, new float[][] {{ASKED}})));
    program.start();
    await().until(() -> program.getState() == Thread.State.WAITING);
    return program;
  }

  private static ProbePass.Outcome finish(LivePass pass) throws EngineException {
    ProbePass.Outcome outcome = pass.turn();
    while (outcome == null) {
      outcome = pass.turn();
    }
    return outcome;
  }

  private LivePass pass(String deployment) {
    DesiredState slot =
        new DesiredState(
            DesiredState.SCHEMA,
            new DeploymentId(deployment),
            Digest.of(new byte[1]),
            null,
            null,
            1,
            new Acceptance(1, null, null, null, null));
    return new LivePass(live, slot, probe(), nanos::get);
  }

  private static ProbeSet probe() {
    float[] inputs = new float[ROWS];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      inputs[i] = i;
      labels[i] = i % 3 == 0 ? 0 : 1;
    }
    return new ProbeSet(1, inputs, labels);
  }

  private static FakeEngine squares() {
    return new FakeEngine(
        1, 2, OutputType.FLOAT32, row -> new float[] {row[0] * row[0], 2 * row[0]});
  }

  private static LoadedModel model(String deployment, FakeEngine engine) {
    return new LoadedModel(
        Digest.of(new byte[1]), new DeploymentId(deployment), engine, null, true);
  }
}
