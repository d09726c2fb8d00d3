package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Precision;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.lite.schema.ActivationFunctionType;

/** TensorFlow Lite's own kernels are the oracle: they run each file as it is laid out. */
class LayerLayoutTest {
  private static final int COLUMNS = 24;

  @ParameterizedTest
  @CsvSource({
    "ROWS, 0, 5", "ROWS, .5, 5", "ROWS, .9, 5", "ROWS, .98, 300", "ROWS, 1, 5",
    "BLOCKS, 0, 5", "BLOCKS, .5, 5", "BLOCKS, .9, 5", "BLOCKS, .98, 300", "BLOCKS, 1, 5"
  })
  void store_changesNoOutput(LayerLayout layout, double sparsity, int rows) {
    assertSameOutputs(file(weights(rows, sparsity), true), layout);
  }

  @ParameterizedTest
  @CsvSource({"ROWS", "BLOCKS"})
  void store_keepsRowsWithoutLinks(LayerLayout layout) {
    float[] weights = weights(6, .5);
    Arrays.fill(weights, 0, COLUMNS, 0);
    Arrays.fill(weights, 3 * COLUMNS, 4 * COLUMNS, 0);
    Arrays.fill(weights, 5 * COLUMNS, 6 * COLUMNS, 0);

    assertSameOutputs(file(weights, true), layout);
  }

  @ParameterizedTest
  @CsvSource({"ROWS", "BLOCKS"})
  void store_needsNoBias(LayerLayout layout) {
    assertSameOutputs(file(weights(6, .8), false), layout);
  }

  /** More columns than a byte can count, and more links than two can. */
  @ParameterizedTest
  @CsvSource({"ROWS, 300", "BLOCKS, 1200", "ROWS, 70000", "BLOCKS, 280000"})
  void store_countsAsFarAsItMust(LayerLayout layout, int columns) {
    float[] weights = new float[2 * columns];
    for (int i = 0; i < weights.length; i += 3) {
      weights[i] = (i % 7 - 3) / (float) columns;
    }

    assertSameOutputs(file(weights, columns, true), layout);
  }

  @Test
  void store_leavesTheRestOfTheModel() {
    byte[] dense =
        TfLiteWriter.write(
            TestNetworks.pruned(1, 40, 32, 12, 40), Precision.FP32, TestNetworks.PROVENANCE);
    TfLiteModel model = TfLiteModel.parse(dense);
    TfLiteModel mixed = LayerLayout.ROWS.store(model, 1).orElseThrow();

    assertThat(LayerLayout.of(weights(mixed, 0))).isEqualTo(LayerLayout.DENSE);
    assertThat(LayerLayout.of(weights(mixed, 1))).isEqualTo(LayerLayout.ROWS);
    assertThat(weights(mixed, 1).shape()).isEqualTo(weights(model, 1).shape());
    assertThat(TfLiteReader.provenance(mixed.write())).contains(TestNetworks.PROVENANCE);
    assertSameOutputs(dense, mixed.write(), 40);
  }

  @Test
  void store_leavesOutZeros() {
    TfLiteModel model = TfLiteModel.parse(file(weights(300, .98), true));
    TfLiteModel rows = LayerLayout.ROWS.store(model, 0).orElseThrow();
    TfLiteModel blocks = LayerLayout.BLOCKS.store(model, 0).orElseThrow();

    assertThat(LayerLayout.of(weights(rows, 0))).isEqualTo(LayerLayout.ROWS);
    assertThat(LayerLayout.of(weights(blocks, 0))).isEqualTo(LayerLayout.BLOCKS);
    assertThat(rows.write().length).isLessThan(model.write().length / 4);
    assertThat(LayerLayout.DENSE.store(model, 0)).containsSame(model);
  }

  @Test
  void store_isEmptyWhereItCannotBe() {
    TfLiteModel odd = TfLiteModel.parse(file(new float[2 * 23], 23, true));
    assertThat(LayerLayout.BLOCKS.store(odd, 0)).isEmpty();
    assertThat(LayerLayout.ROWS.store(odd, 0)).isPresent();

    TfLiteModel sparse = LayerLayout.ROWS.store(odd, 0).orElseThrow();
    assertThat(LayerLayout.ROWS.store(sparse, 0)).isEmpty();

    TfLiteModel image = TfLiteModel.parse(ConvModels.small(1));
    assertThat(image.main().operators().get(0).code()).isEqualTo("CONV_2D");
    assertThat(LayerLayout.ROWS.store(image, 0)).isEmpty();
  }

  private static void assertSameOutputs(byte[] dense, LayerLayout layout) {
    TfLiteModel model = TfLiteModel.parse(dense);
    byte[] sparse = layout.store(model, 0).orElseThrow().write();
    assertSameOutputs(dense, sparse, weights(model, 0).shape()[1]);
  }

  private static void assertSameOutputs(byte[] dense, byte[] sparse, int columns) {
    Matrix inputs = TestNetworks.inputs(3, 7, columns);
    try (TfLiteRunner one = TfLiteRunner.open(dense, 1);
        TfLiteRunner other = TfLiteRunner.open(sparse, 1)) {
      float[] expected = one.run(inputs).values();
      assertThat(other.run(inputs).values()).containsExactly(expected, within(1e-5f));
      assertThat(other.operatorsDelegated()).isLessThan(one.operatorsDelegated());
    }
  }

  private static ModelTensor weights(TfLiteModel model, int operator) {
    return model.main().tensor(model.main().operators().get(operator).input(1));
  }

  private static float[] weights(int rows, double sparsity) {
    Random random = new Random(rows);
    float[] weights = new float[rows * COLUMNS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextDouble() < sparsity ? 0 : (float) random.nextGaussian() / COLUMNS;
    }
    return weights;
  }

  private static byte[] file(float[] weights, boolean biased) {
    return file(weights, COLUMNS, biased);
  }

  private static byte[] file(float[] weights, int columns, boolean biased) {
    int rows = weights.length / columns;
    TestModel model = new TestModel(1, true);
    int x = model.input("x:0", 1, columns);
    int kernel = model.floats("kernel", weights, rows, columns);
    int bias = biased ? model.random("bias", .1, rows) : TestModel.ABSENT;
    return model.build(
        new TestLayers(model).fullyConnected("y", x, kernel, bias, ActivationFunctionType.RELU));
  }
}
