package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.QuantisedFiles.dynamicRange;
import static io.espalier.compressor.tflite.QuantisedFiles.halves;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.tflite.TfLiteComparison.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.lite.schema.ActivationFunctionType;

/** Also what pairs of files from TensorFlow's converter are held against, by hand. */
class TfLiteComparisonTest {
  private static final byte NONE = ActivationFunctionType.NONE;

  @Test
  void constants_ofTheSameConversionAreEqual() {
    byte[] file = TfLiteQuantiserTest.wide();
    for (Converter converter : Converter.values()) {
      byte[] quantised = dynamicRange(file, converter);

      assertThat(differences(quantised, quantised)).isEmpty();
    }
  }

  @Test
  void constants_differBetweenGenerations() {
    byte[] file = TfLiteQuantiserTest.wide();
    byte[] current = dynamicRange(file, Converter.CURRENT);
    byte[] old = dynamicRange(file, Converter.V2_3);

    assertThat(differences(current, old))
        .extracting(Difference::tensor)
        .containsExactly("conv/kernel", "depthwise/depthwise", "logits/MatMul");
  }

  @Test
  void constants_tellTypesAndLevelsApart() {
    byte[] file = model("w", 0.25f);

    assertThat(differences(file, model("w", 0.5f)))
        .containsExactly(new Difference("w", "expected -128 in byte 6, found 0; 2 of 8 differ"));
    assertThat(differences(file, halves(file)))
        .containsExactly(new Difference("w", "expected FLOAT32 [1, 2], found FLOAT16 [1, 2]"));
  }

  @Test
  void constants_belongTogetherByShapeWhereNamesDiffer() {
    assertThat(differences(model("w", 1), model("renamed", 1))).isEmpty();
  }

  @Test
  void constants_mayBeMissing() {
    TestModel bare = new TestModel(1, true);
    TestLayers layers = new TestLayers(bare);
    byte[] without = bare.build(layers.softmax("y", bare.input("x", 1, 2)));

    assertThat(differences(model("w", 1), without))
        .isEqualTo(List.of(new Difference("w", "is missing")));
    assertThat(differences(without, model("w", 1)))
        .isEqualTo(List.of(new Difference("w", "is not in the first file")));
  }

  private static byte[] model(String name, float second) {
    TestModel model = new TestModel(1, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("x", 1, 2);
    int weights = model.floats(name, new float[] {1, second}, 1, 2);
    return model.build(layers.fullyConnected("y", x, weights, TestModel.ABSENT, NONE));
  }

  private static List<Difference> differences(byte[] expected, byte[] found) {
    return TfLiteComparison.constants(TfLiteModel.parse(expected), TfLiteModel.parse(found));
  }
}
