package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compressor.tflite.TestLayers.Kernel;
import io.espalier.shared.artifact.Precision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelTimerTest {
  private static final ModelTimer TIMER = new ModelTimer(Duration.ofMillis(60));

  @Test
  void time_isLongerForMoreWork() throws InterruptedException {
    Timing little = TIMER.time(written(64, 64));
    Timing much = TIMER.time(written(2048, 2048));

    assertThat(much.micros()).isGreaterThan(10 * little.micros());
    assertThat(little.micros()).isPositive();
    assertThat(little.inferences()).isGreaterThan(100);
    assertThat(little.operatorsTotal()).isEqualTo(2);
    assertThat(little.operatorsDelegated()).isEqualTo(2);
  }

  @Test
  void time_staysWithinItsLimit() throws InterruptedException {
    long start = System.nanoTime();
    TIMER.time(written(64, 64));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  /** Times of the same file, taken in turn, differ little even where others use the machine. */
  @Test
  void together_isFairToEqualFiles() throws InterruptedException {
    byte[] file = written(256, 512, 256);
    List<Timing> timings = ModelTimer.usual().together(List.of(file, file), Optional.empty());

    assertThat(timings.get(0).micros() / timings.get(1).micros()).isBetween(.7, 1.4);
  }

  @Test
  void time_takesAnyInputs() throws InterruptedException {
    assertThat(TIMER.time(ConvModels.twoInputs(1)).micros()).isPositive();
    assertThat(TIMER.time(ConvModels.small(1, false)).micros()).isPositive();
    assertThat(TIMER.time(ConvModels.small(1), TestSamples.small(1, 3).inputs()).micros())
        .isPositive();
  }

  @Test
  void time_needsSamplesWhereExtentsAreOpen() throws InterruptedException {
    TestModel model = new TestModel(3, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 1, 1, 2);
    model.open(x, -1, -1, -1, 2);
    byte[] file = model.build(layers.convolution("conv", x, 4, Kernel.same(3, 1)));

    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> TIMER.time(file))
        .withMessage(
            "input 'image:0': expected samples that decide its open extents (any × any × any × 2),"
                + " found none");
    assertThat(
            TIMER
                .time(file, TestSamples.of(TestSamples.array(1, "image", 2, 5, 5, 2)).inputs())
                .micros())
        .isPositive();
  }

  @Test
  void time_noticesAnInterrupt() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> TIMER.time(ConvModels.small(1)));
  }

  private static byte[] written(int... widths) {
    return TfLiteWriter.write(
        TestNetworks.pruned(1, widths), Precision.FP32, TestNetworks.PROVENANCE);
  }
}
