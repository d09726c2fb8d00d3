package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.tflite.TfLiteShrinker.Shrunk;
import io.espalier.shared.artifact.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TfLiteShrinkerTest {
  private static final Set<String> WEIGHTED =
      Set.of("FULLY_CONNECTED", "CONV_2D", "DEPTHWISE_CONV_2D");

  /** A kind of network, and whether any of its units can go. */
  record Kind(String name, LongFunction<byte[]> file, int inputs, boolean shrinks) {}

  static List<Kind> kinds() {
    return List.of(
        new Kind("small", ConvModels::small, 144, true),
        new Kind("mobileNetLike", ConvModels::mobileNetLike, 3072, true),
        new Kind("residual", ConvModels::residual, 192, true),
        new Kind("kernels", ConvModels::kernels, 270, true),
        new Kind("tied", ConvModels::tied, 6, false),
        new Kind("mlp", TfLiteShrinkerTest::mlp, 30, true));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shrink_keepsOutputs_andDoesItOnce(Kind kind) {
    int removed = 0;
    for (long seed = 0; seed < 8; seed++) {
      byte[] pruned = withDeadUnits(kind.file().apply(seed), seed);
      Shrunk shrunk = TfLiteShrinker.shrink(TfLiteModel.parse(pruned));

      Matrix inputs = TestNetworks.inputs(seed, 5, kind.inputs());
      assertThat(run(shrunk.model().write(), inputs).values())
          .as("seed %d", seed)
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(run(pruned, inputs).values());
      removed += shrunk.unitsRemoved();
      assertThat(shrunk.model().write().length < pruned.length)
          .isEqualTo(shrunk.unitsRemoved() > 0);
      Shrunk again = TfLiteShrinker.shrink(shrunk.model());
      assertThat(again.unitsRemoved()).isZero();
      assertThat(again.model()).isSameAs(shrunk.model());
    }
    assertThat(removed > 0).isEqualTo(kind.shrinks());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shrink_leavesADenseFileAsItIs(Kind kind) {
    TfLiteModel dense = TfLiteModel.parse(kind.file().apply(3));
    if (!kind.name().equals("mlp")) {
      assertThat(TfLiteShrinker.shrink(dense).model()).isSameAs(dense);
    }
  }

  @Test
  void shrink_saysWhatStopsIt() {
    assertThat(TfLiteShrinker.shrink(TfLiteModel.parse(ConvModels.residual(1))).untouched())
        .extracting(left -> left.name() + ": " + left.reason())
        .containsExactly(
            "stem/kernel: none of its units is removed: read by ADD",
            "outer/kernel: none of its units is removed: read by ADD");
  }

  @Test
  void shrink_keepsAUnitOfALayerThatIsAllDead() {
    byte[] dead = withWeights(mlp(5), (operator, weights) -> Arrays.fill(weights, 0));
    Shrunk shrunk = TfLiteShrinker.shrink(TfLiteModel.parse(dead));
    Matrix inputs = TestNetworks.inputs(5, 3, 30);
    assertThat(run(shrunk.model().write(), inputs).values())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(run(dead, inputs).values());
    assertThat(shrunk.unitsRemoved()).isEqualTo(20 - 1 + 12 - 1);
  }

  @Test
  void shrink_keepsNamesAndSignatures() {
    byte[] pruned = withDeadUnits(ConvModels.small(2), 2);
    TfLiteModel before = TfLiteModel.parse(pruned);
    TfLiteModel after = TfLiteShrinker.shrink(before).model();
    assertThat(after.main().tensors().stream().map(ModelTensor::name))
        .isEqualTo(before.main().tensors().stream().map(ModelTensor::name).toList());
    assertThat(after.root().tables("signature_defs"))
        .hasSameSizeAs(before.root().tables("signature_defs"));
    int output = after.main().outputs()[0];
    assertThat(after.main().tensor(output).shape()).isEqualTo(before.main().tensor(output).shape());
  }

  private static byte[] mlp(long seed) {
    Mlp network = TestNetworks.pruned(seed, 30, 20, 12, 30);
    return TfLiteWriter.write(network, Precision.FP32, TestNetworks.PROVENANCE);
  }

  /** The file with about a third of the units of each layer without links in, or out. */
  private static byte[] withDeadUnits(byte[] file, long seed) {
    Random random = new Random(seed);
    return withWeights(
        file,
        (operator, weights) -> {
          ChannelAxis units = operator.unitAxis();
          int[] shape = operator.weights().shape();
          ChannelAxis inputs = ChannelAxis.last(shape[shape.length - 1], weights.length);
          for (ChannelAxis axis : List.of(units, inputs)) {
            for (int c = 0; c < axis.channels(); c++) {
              if (random.nextInt(4) == 0) {
                clear(axis, weights, c);
              }
            }
          }
        });
  }

  private static void clear(ChannelAxis axis, float[] values, int channel) {
    for (int o = 0; o < axis.outer(); o++) {
      int from = (o * axis.channels() + channel) * axis.inner();
      Arrays.fill(values, from, from + axis.inner(), 0f);
    }
  }

  private interface Change {
    void apply(WeightedOperator operator, float[] weights);
  }

  private static byte[] withWeights(byte[] file, Change change) {
    TfLiteModel model = TfLiteModel.parse(file);
    ModelEditor editor = model.edit();
    for (ModelOperator operator : model.main().operators()) {
      if (WEIGHTED.contains(operator.code())) {
        WeightedOperator.of(model.main(), operator)
            .ifPresent(
                weighted -> {
                  float[] weights = weighted.weights().floats();
                  change.apply(weighted, weights);
                  editor
                      .main()
                      .setConstant(
                          weighted.weights().number(),
                          TensorValue.floats(weights, weighted.weights().shape()));
                });
      }
    }
    return editor.build().write();
  }

  private static Matrix run(byte[] file, Matrix inputs) {
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1)) {
      return runner.run(inputs);
    }
  }
}
