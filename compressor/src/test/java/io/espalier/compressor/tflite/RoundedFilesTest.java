package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.QuantisedFiles.constant;
import static io.espalier.compressor.tflite.QuantisedFiles.dynamicRange;
import static io.espalier.compressor.tflite.QuantisedFiles.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Sqnr;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.tflite.TfLiteQuantiser.Ends;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights rounded for their layer, then stored. */
class RoundedFilesTest {
  private static final List<String> WEIGHTS =
      List.of("conv/kernel", "depthwise/depthwise", "logits/MatMul");

  @ParameterizedTest
  @EnumSource
  void dynamicRange_storesTheScalesOfTheConverter_andOtherLevels(Converter converter)
      throws InterruptedException {
    byte[] file = TfLiteQuantiserTest.wide();
    byte[] rounded = rounded(file, converter, Converter.MIN_ELEMENTS);

    byte[] plain = dynamicRange(file, converter);
    byte[] chosen = dynamicRange(rounded, converter);

    int moved = 0;
    int all = 0;
    for (String weights : WEIGHTS) {
      List<Float> scales = constant(plain, weights).scales();
      for (int i = 0; i < scales.size(); i++) {
        float scale = constant(chosen, weights).scales().get(i);
        assertThat(Math.abs(scale - scales.get(i))).isLessThanOrEqualTo(Math.ulp(scale));
      }
      List<Byte> levels = constant(plain, weights).data();
      for (int i = 0; i < levels.size(); i++) {
        int change = Math.abs(levels.get(i) - constant(chosen, weights).data().get(i));
        moved += change > 0 ? 1 : 0;
        all++;
      }
    }
    assertThat(moved).isBetween(all / 20, all / 2);
  }

  @Test
  void integers_gainByRoundingForTheLayer() throws InterruptedException {
    byte[] file = TfLiteQuantiserTest.wide();
    CalibrationData data = TfLiteQuantiserTest.samples();
    byte[] rounded = rounded(file, Converter.CURRENT, 1);

    // What activations lose would hide it; so floats see the weights that integers will.
    assertThat(decibels(rounded, file, data))
        .isGreaterThan(decibels(nearest(file), file, data) + 3);
    byte[] integers =
        TfLiteQuantiser.integers(TfLiteModel.parse(rounded), data, Calibration.MIN_MAX, Ends.FLOATS)
            .model()
            .write();
    QuantisedFiles.assertDecibels(integers, file, data, 30);
  }

  private static byte[] rounded(byte[] file, Converter converter, int minLinks)
      throws InterruptedException {
    return rounded(file, WeightRounding.LEAST_ERROR, converter, minLinks);
  }

  private static byte[] nearest(byte[] file) throws InterruptedException {
    return rounded(file, WeightRounding.NEAREST, Converter.CURRENT, 1);
  }

  private static byte[] rounded(
      byte[] file, WeightRounding rounding, Converter converter, int minLinks)
      throws InterruptedException {
    CalibrationData data = TfLiteQuantiserTest.samples();
    try (TfLiteLinkModel model = TfLiteLinkModel.open(file, data);
        Workers workers = new Workers("test", 2)) {
      return model.with(rounding.round(model, converter, minLinks, workers)).toBytes();
    }
  }

  private static double decibels(byte[] file, byte[] exact, CalibrationData data) {
    Sqnr sqnr = new Sqnr();
    sqnr.add(
        run(exact, data, Kernels.BUILT_IN).values(), run(file, data, Kernels.BUILT_IN).values());
    return sqnr.decibels().orElseThrow();
  }
}
