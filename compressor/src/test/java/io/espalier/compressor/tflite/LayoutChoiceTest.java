package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.graph.Mlp;
import io.espalier.shared.artifact.Precision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutChoiceTest {
  private static final ModelTimer TIMER = new ModelTimer(Duration.ofMillis(60));
  private static final LayoutChoice CHOICE = new LayoutChoice(TIMER);

  /** Of 2048 × 1024 weights eight a row are left, so skipping zeros skips nearly all. */
  @Test
  void fastest_leavesZerosOutWhereThatIsFaster() throws InterruptedException {
    TfLiteModel dense = model(thinned(256), Precision.FP32);
    TfLiteModel chosen = CHOICE.fastest(dense, Optional.empty());

    assertThat(layouts(chosen)).containsExactly(LayerLayout.BLOCKS, LayerLayout.BLOCKS);
    List<Timing> timings = TIMER.together(List.of(dense.write(), chosen.write()), Optional.empty());
    assertThat(timings.get(1).micros()).isLessThan(timings.get(0).micros());
  }

  @Test
  void fastest_staysDenseWhereItIsFastest() throws InterruptedException {
    TfLiteModel dense = model(thinned(1), Precision.FP32);
    assertThat(CHOICE.fastest(dense, Optional.empty())).isSameAs(dense);
  }

  @Test
  void fastest_leavesQuantisedLayersAlone() throws InterruptedException {
    TfLiteModel int8 = model(thinned(256), Precision.INT8);
    assertThat(CHOICE.fastest(int8, Optional.empty())).isSameAs(int8);

    TfLiteModel halves = model(thinned(256), Precision.FP16);
    assertThat(CHOICE.fastest(halves, Optional.empty())).isSameAs(halves);
  }

  @Test
  void fastest_takesAnyModel() throws InterruptedException {
    TfLiteModel image = TfLiteModel.parse(ConvModels.small(1, false));
    assertThat(CHOICE.fastest(image, Optional.of(TestSamples.small(1, 3).inputs())))
        .isSameAs(image);
  }

  /** One run of four links of every so many stays. */
  private static Mlp thinned(int oneOf) {
    return TestNetworks.mapped(
        TestNetworks.pruned(1, 1024, 2048, 1024),
        layer -> {
          float[] weights = new float[layer.links()];
          for (int link = 0; link < weights.length; link++) {
            int input = link / layer.outputs();
            int unit = link % layer.outputs();
            weights[link] = (input / 4 + unit) % oneOf == 0 ? .01f : 0;
          }
          return layer.with(weights, layer.bias());
        });
  }

  private static TfLiteModel model(Mlp network, Precision precision) {
    return TfLiteModel.parse(TfLiteWriter.write(network, precision, TestNetworks.PROVENANCE));
  }

  private static List<LayerLayout> layouts(TfLiteModel model) {
    return model.main().operators().stream()
        .filter(operator -> operator.code().equals("FULLY_CONNECTED"))
        .map(operator -> LayerLayout.of(model.main().tensor(operator.input(1))))
        .toList();
  }
}
