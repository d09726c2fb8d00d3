package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.linalg.Matrix;
import org.junit.jupiter.api.Test;

class RandomGraphsIT {
  @Test
  void encode_givesGraphsThatRunWithinTheirBounds_seeds0To999() {
    int delegated = 0;
    int outputsInAll = 0;
    int tight = 0;
    for (int seed = 0; seed < 1000; seed++) {
      RandomGraph graph = new RandomGraph(seed);
      byte[] file = graph.file();
      outputsInAll += graph.bound().length;
      for (int i = 0; i < graph.bound().length; i++) {
        tight += graph.bound()[i] < 0.05 * (1 + Math.abs(graph.exact()[i])) ? 1 : 0;
      }
      byte[] rewritten = TfLiteModel.parse(file).write();
      for (Kernels kernels : Kernels.values()) {
        String what = "seed %d, %s".formatted(seed, kernels);
        try (TfLiteRunner runner = TfLiteRunner.open(file, 1, kernels);
            TfLiteRunner again = TfLiteRunner.open(rewritten, 1, kernels)) {
          Matrix rows =
              new Matrix(graph.rows().length / graph.width(), graph.width(), graph.rows());
          float[] outputs = runner.run(rows).values();
          assertWithin(outputs, graph, what);
          assertThat(again.run(rows).values()).as(what).isEqualTo(outputs);
          delegated += runner.operatorsDelegated();
        }
      }
    }
    // Otherwise both kernels were the same ones.
    assertThat(delegated).isPositive();
    // And this one could not fail.
    assertThat(tight).isGreaterThan(outputsInAll * 3 / 4);
  }

  private static void assertWithin(float[] outputs, RandomGraph graph, String what) {
    assertThat(outputs).as(what).hasSameSizeAs(graph.exact());
    for (int i = 0; i < outputs.length; i++) {
      assertThat((double) outputs[i])
          .as("%s, output %d", what, i)
          .isCloseTo(graph.exact()[i], within(graph.bound()[i]));
    }
  }
}
