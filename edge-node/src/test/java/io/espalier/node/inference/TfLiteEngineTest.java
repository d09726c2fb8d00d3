package io.espalier.node.inference;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TfLiteEngineTest {
  private static final float[][] WEIGHTS = {{1, 2, 3}, {-1, 0.5f, 0}};

  @Test
  void run_multipliesEachRowByTheWeights() throws EngineException {
    try (InferenceEngine engine = TfLiteEngine.load(TestModels.dense(WEIGHTS), 1)) {
      assertThat(engine.inputWidth()).isEqualTo(3);
      assertThat(engine.outputWidth()).isEqualTo(2);
      assertThat(engine.outputType()).isEqualTo(OutputType.FLOAT32);
      engine.resize(2);
      engine.run(new float[] {1, 1, 1, 2, 0, 1});
      float[] output = new float[4];
      engine.copyOutput(output);
      assertThat(output).containsExactly(6, -0.5f, 5, -2);
    }
  }

  @Test
  void preferOutput_readsTheOneOfThatWidth_andElseThatOfBefore() throws EngineException {
    try (InferenceEngine engine = TfLiteEngine.load(TestModels.denseAndInput(WEIGHTS), 1)) {
      assertThat(engine.outputWidth()).isEqualTo(2);
      engine.preferOutput(3);
      engine.resize(2);
      engine.preferOutput(5);
      assertThat(engine.outputWidth()).isEqualTo(3);
      engine.run(new float[] {1, 1, 1, 2, 0, 1});
      float[] output = new float[6];
      engine.copyOutput(output);
      assertThat(output).containsExactly(1, 1, 1, 2, 0, 1);
      engine.preferOutput(2);
      engine.copyOutput(output);
      assertThat(Arrays.copyOf(output, 4)).containsExactly(6, -0.5f, 5, -2);
    }
  }

  @Test
  void delegation_isCompleteForADenseLayer() throws EngineException {
    try (InferenceEngine engine = TfLiteEngine.load(TestModels.dense(WEIGHTS), 1)) {
      assertThat(engine.delegation()).isEqualTo(new Delegation(1, 1));
      engine.resize(100);
      engine.resize(1);
      assertThat(engine.delegation().isComplete()).isTrue();
    }
  }

  @Test
  void delegation_doesNotCountWhatXnnpackLeaves() throws EngineException {
    try (InferenceEngine engine = TfLiteEngine.load(TestModels.logSoftmax(3), 1)) {
      engine.resize(2);
      assertThat(engine.delegation()).isEqualTo(new Delegation(0, 1));
    }
  }

  @Test
  void resize_doesNotChangeWhatARowGives_seed7() throws EngineException {
    Random random = new Random(7);
    float[] rows = new float[30];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextFloat();
    }
    float[] together = new float[20];
    float[] single = new float[2];
    try (InferenceEngine engine = TfLiteEngine.load(TestModels.dense(WEIGHTS), 1)) {
      engine.resize(10);
      engine.run(rows);
      engine.copyOutput(together);
      engine.resize(1);
      for (int i = 0; i < 10; i++) {
        engine.run(Arrays.copyOfRange(rows, 3 * i, 3 * i + 3));
        engine.copyOutput(single);
        assertThat(single).containsExactly(together[2 * i], together[2 * i + 1]);
      }
    }
  }

  @Test
  void load_refusesWhatIsNoModel() {
    byte[] model = TestModels.dense(WEIGHTS);
    byte[] truncated = Arrays.copyOf(model, model.length / 2);
    for (byte[] broken : new byte[][] {truncated, new byte[100], "hello".getBytes(US_ASCII), {}}) {
      assertThatThrownBy(() -> TfLiteEngine.load(broken, 1))
          .isInstanceOf(EngineException.class)
          .hasMessage("not a valid .tflite file");
    }
  }

  @Test
  void load_refusesAModelThatNeedsMoreMemoryThanThereIs() {
    byte[] eightTerabytes = TestModels.tile(100, 1_000, 20_000_000);
    assertThatThrownBy(() -> TfLiteEngine.load(eightTerabytes, 1))
        .isInstanceOf(EngineException.class)
        .hasMessage("needs more memory than there is for a batch of 1");
  }

  @Test
  void copyOutput_refusesTheOtherType() throws EngineException {
    try (InferenceEngine engine = TfLiteEngine.load(TestModels.dense(WEIGHTS), 1)) {
      assertThatThrownBy(() -> engine.copyOutput(new int[2]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("output: expected INT32, found FLOAT32");
    }
  }

  @Test
  void close_isHarmlessTwice() throws EngineException {
    InferenceEngine engine = TfLiteEngine.load(TestModels.dense(WEIGHTS), 1);
    engine.close();
    engine.close();
  }
}
