package io.espalier.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.report.LayerReport;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.tflite.ConvModels;
import io.espalier.compressor.tflite.TestSamples;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelCompressorTest {
  private static final Sparsity MOST = new Sparsity(0.8);
  private static final byte[] PERCEPTRON = perceptron(7);
  private static final CalibrationData SAMPLES = samples(300, 11);
  private static final CalibrationData UNLABELLED =
      new CalibrationData(
          "samples", SAMPLES.digest(), SAMPLES.inputs(), Optional.empty(), Optional.empty());

  @ParameterizedTest
  @EnumSource(Method.class)
  void compress_prunesAnMlpToTheSparsityAskedFor_byEveryMethod(Method method) throws Exception {
    Compression small = compress(CompressionRequest.prune(method, MOST));

    assertThat(TfLiteReader.read(small.file()).sparsity()).isCloseTo(0.8, within(0.003));
    assertThat(small.report().sparsity()).isCloseTo(0.8, within(0.003));
  }

  @ParameterizedTest
  @EnumSource(Allocation.class)
  void compress_prunesAsMuch_howeverPlacesAreSharedOut(Allocation allocation) throws Exception {
    Method method = allocation == Allocation.LOSS ? Method.FISHER : Method.SHAPLEY_EXACT;
    Compression small = compress(CompressionRequest.prune(method, MOST).with(allocation));

    assertThat(small.report().sparsity()).isCloseTo(0.8, within(0.003));
    assertThat(small.report().sensitivity()).hasSize(allocation == Allocation.SENSITIVITY ? 3 : 0);
  }

  @Test
  void compress_prunesConvolutions_andLeavesTheFileRunnable() throws Exception {
    CompressionRequest request =
        CompressionRequest.prune(Method.SHAPLEY, new Sparsity(0.5))
            .with(Repair.REFIT)
            .with(Quantisation.to(Precision.INT8));

    Compression small =
        new ModelCompressor(request, (stage, fraction, detail) -> {})
            .compress("cnn", ConvModels.mobileNetLike(3), TestSamples.mobileNetLike(3, 20));

    assertThat(small.report().layers())
        .extracting(LayerReport::operator)
        .contains("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED");
    assertThat(small.report().layers())
        .allSatisfy(layer -> assertThat(layer.sparsity()).isCloseTo(0.5, within(0.05)));
    assertThat(small.report().after().outputError()).isPositive().isFinite();
  }

  @Test
  void refit_comesNearerToTheOutputsThanNoRepair() throws Exception {
    CompressionRequest request = CompressionRequest.prune(Method.MAGNITUDE, MOST);

    double plain = compress(request).report().after().outputError();
    double bias = compress(request.with(Repair.BIAS)).report().after().outputError();
    double refit = compress(request.with(Repair.REFIT)).report().after().outputError();

    assertThat(bias).isLessThan(plain);
    assertThat(refit).isLessThan(bias);
  }

  @Test
  void tuning_comesNearerToTheOutputsThanRefitAlone() throws Exception {
    CompressionRequest request =
        CompressionRequest.prune(Method.SHAPLEY_EXACT, MOST).with(Repair.REFIT);

    double refit = compress(request, UNLABELLED).report().after().outputError();
    Compression tuned = compress(request.with(new Tuning(false, 30)), UNLABELLED);

    assertThat(tuned.report().after().outputError()).isLessThan(refit);
    assertThat(tuned.report().sparsity()).isCloseTo(0.8, within(0.003));
  }

  @Test
  void gradualPruning_reachesTheSparsityToo() throws Exception {
    Compression tuned =
        compress(CompressionRequest.prune(Method.SHAPLEY_EXACT, MOST).with(new Tuning(true, 2)));

    assertThat(tuned.report().sparsity()).isCloseTo(0.8, within(0.003));
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"FISHER", "SNIP"})
  void layersCompeteByWhatTheLossLosesByThem_soThatIdleInputsBuyNoPlaces(Method method)
      throws Exception {
    int idle = 80;
    Mlp busy = TfLiteReader.read(PERCEPTRON);
    DenseLayer first = busy.layers().get(0);
    float[] weights = Arrays.copyOf(first.weights(), (first.inputs() + idle) * first.outputs());
    Arrays.fill(weights, first.weights().length, weights.length, 0.5f);
    byte[] padded =
        file(
            new DenseLayer(
                "first",
                first.inputs() + idle,
                first.outputs(),
                weights,
                first.bias(),
                first.activation()),
            busy.layers().get(1),
            busy.layers().get(2));
    int stay = 500;

    Compression without =
        compress(
            CompressionRequest.prune(method, new Sparsity(1 - stay / (double) busy.links()))
                .with(Allocation.LOSS));
    Compression with =
        compress(
            CompressionRequest.prune(
                    method,
                    new Sparsity(1 - stay / (double) (busy.links() + idle * first.outputs())))
                .with(Allocation.LOSS),
            padded,
            samples(300, 11, idle));

    assertThat(with.report().layers())
        .extracting(LayerReport::kept)
        .isEqualTo(without.report().layers().stream().map(LayerReport::kept).toList());
  }

  @Test
  void scoresOfOtherUnits_doNotCompeteByTheLoss() {
    CompressionRequest request = CompressionRequest.prune(Method.SHAPLEY, MOST);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> request.with(Allocation.LOSS))
        .withMessage("budget: expected 'loss' only where links are scored by it, found shapley");
  }

  @Test
  void shrinking_makesTheFileSmaller_andChangesNoOutput() throws Exception {
    CompressionRequest request =
        CompressionRequest.prune(Method.MAGNITUDE, new Sparsity(0.97)).with(Allocation.GLOBAL);

    Compression whole = compress(request);
    Compression shrunk = compress(request.shrunk());

    assertThat(shrunk.file().length).isLessThan(whole.file().length);
    assertThat(shrunk.report().after().flops()).isLessThan(whole.report().after().flops());
    assertThat(shrunk.report().after().outputError())
        .isCloseTo(whole.report().after().outputError(), within(1e-5));
  }

  @Test
  void compress_givesTheSameBytesForTheSameRequest() throws Exception {
    CompressionRequest request =
        CompressionRequest.prune(Method.SHAPLEY, MOST)
            .with(Repair.REFIT)
            .with(Quantisation.to(Precision.FP16));

    assertThat(compress(request).file()).isEqualTo(compress(request).file());
  }

  @Test
  void compress_saysInTheFileWhereItComesFrom() throws Exception {
    Compression small = compress(CompressionRequest.prune(Method.WANDA, MOST).seeded(42));

    Provenance provenance = TfLiteReader.provenance(small.file()).orElseThrow();
    assertThat(provenance).isEqualTo(small.report().provenance());
    assertThat(provenance.recipe())
        .containsEntry("input", Digest.of(PERCEPTRON).hex())
        .containsEntry("data", SAMPLES.digest().hex())
        .containsEntry("method", "wanda")
        .containsEntry("sparsity", "0.8")
        .containsEntry("seed", "42");
  }

  @Test
  void accuracyDrop_prunesAsFarAsLabelsAllow() throws Exception {
    CompressionRequest request =
        CompressionRequest.prune(Method.SHAPLEY_EXACT, Sparsity.NONE)
            .with(Repair.REFIT)
            .with(new Target.AccuracyDrop(0.1));

    Compression small = compress(request);

    double before = small.report().before().accuracy().orElseThrow();
    assertThat(before).isEqualTo(1);
    assertThat(small.report().after().accuracy().orElseThrow()).isGreaterThanOrEqualTo(0.9);
    assertThat(small.report().sparsity()).isGreaterThan(0.1);
    assertThat(small.report().pareto()).filteredOn(point -> point.chosen()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"FISHER", "SNIP"})
  void gradients_withoutLabels_areRefused_forTowardsItsOwnOutputsTheyAreZero(Method method) {
    CompressionRequest request = CompressionRequest.prune(method, MOST);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> compress(request, UNLABELLED))
        .withMessageContaining("expected labels or targets");
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"FISHER", "SNIP"})
  void gradients_chooseBetterThanChance(Method method) throws Exception {
    Compression chosen = compress(CompressionRequest.prune(method, new Sparsity(0.5)));
    Compression drawn = compress(CompressionRequest.prune(Method.RANDOM, new Sparsity(0.5)));

    assertThat(chosen.report().after().accuracy().orElseThrow())
        .isGreaterThan(drawn.report().after().accuracy().orElseThrow() + 0.2);
  }

  @Test
  void accuracyDrop_withoutLabels_isRefused() {
    CompressionRequest request =
        CompressionRequest.prune(Method.MAGNITUDE, Sparsity.NONE)
            .with(new Target.AccuracyDrop(0.1));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> compress(request, UNLABELLED))
        .withMessage(
            "samples: expected labels of the model's classes to measure accuracy by, found none");
  }

  @Test
  void tuning_ofAConvolution_isRefusedByName() {
    CompressionRequest request =
        CompressionRequest.prune(Method.MAGNITUDE, MOST).with(new Tuning(true, 1));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () ->
                new ModelCompressor(request, (stage, fraction, detail) -> {})
                    .compress("cnn", ConvModels.small(1), TestSamples.small(1, 9)))
        .withMessageStartingWith("cnn: only multi-layer perceptrons can be trained");
  }

  @Test
  void layouts_areChosenByMeasurement_andChangeNoOutput() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    byte[] wide =
        file(
            layer("first", 20, 1024, Activation.RELU, random),
            layer("second", 1024, 1024, Activation.RELU, random),
            layer("third", 1024, 5, Activation.LINEAR, random));
    CompressionRequest request = CompressionRequest.prune(Method.MAGNITUDE, new Sparsity(0.995));

    Compression dense = compress(request, wide, SAMPLES);
    Compression chosen = compress(request.with(LayoutRule.AUTO), wide, SAMPLES);

    assertThat(dense.report().layers()).extracting(LayerReport::layout).containsOnly("dense");
    assertThat(chosen.report().layers().get(1).layout()).isIn("rows", "blocks");
    assertThat(chosen.report().layers().get(1).bytesAfter()).isLessThan(100_000);
    assertThat(chosen.report().after().outputError())
        .isCloseTo(dense.report().after().outputError(), within(1e-5));
    assertThat(chosen.report().provenance().recipe()).containsEntry("layout", "auto");
  }

  @Test
  void layouts_ofOtherNumbers_areRefused() {
    CompressionRequest request =
        CompressionRequest.prune(Method.MAGNITUDE, MOST).with(LayoutRule.AUTO);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> request.with(Quantisation.to(Precision.INT8)))
        .withMessage("layout: expected dense for int8, found auto");
  }

  @Test
  void compress_givesTheSameBytesForAnyNumberOfThreads() throws Exception {
    CompressionRequest request = CompressionRequest.prune(Method.SHAPLEY, MOST).with(Repair.REFIT);
    byte[] alone =
        new ModelCompressor(request, (stage, fraction, detail) -> {}, 1)
            .compress("mlp", PERCEPTRON, SAMPLES)
            .file();

    assertThat(compress(request).file()).isEqualTo(alone);
  }

  private static Compression compress(CompressionRequest request) throws Exception {
    return compress(request, SAMPLES);
  }

  private static Compression compress(CompressionRequest request, CalibrationData data)
      throws Exception {
    return compress(request, PERCEPTRON, data);
  }

  private static Compression compress(CompressionRequest request, byte[] file, CalibrationData data)
      throws Exception {
    return new ModelCompressor(request, (stage, fraction, detail) -> {})
        .compress("mlp", file, data);
  }

  /** Samples with the labels that the network gives them. */
  private static CalibrationData samples(int count, long seed) {
    return samples(count, seed, 0);
  }

  /** The same with so many inputs besides that are always zero. */
  private static CalibrationData samples(int count, long seed, int idle) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix inputs = Matrix.zeros(count, 20);
    for (int i = 0; i < inputs.values().length; i++) {
      inputs.values()[i] = (float) random.nextDouble();
    }
    Matrix outputs = TfLiteReader.read(PERCEPTRON).apply(inputs);
    int[] labels = new int[count];
    for (int r = 0; r < count; r++) {
      for (int c = 1; c < outputs.columns(); c++) {
        labels[r] = outputs.get(r, c) > outputs.get(r, labels[r]) ? c : labels[r];
      }
    }
    return new CalibrationData(
        "samples",
        Digest.of(new byte[] {1}),
        List.of(SampleArray.rows("x", padded(inputs, idle))),
        Optional.of(labels),
        Optional.empty());
  }

  private static Matrix padded(Matrix inputs, int idle) {
    Matrix padded = Matrix.zeros(inputs.rows(), inputs.columns() + idle);
    for (int r = 0; r < inputs.rows(); r++) {
      System.arraycopy(
          inputs.values(),
          r * inputs.columns(),
          padded.values(),
          r * padded.columns(),
          inputs.columns());
    }
    return padded;
  }

  private static byte[] perceptron(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return file(
        layer("first", 20, 48, Activation.RELU, random),
        layer("second", 48, 32, Activation.RELU, random),
        layer("third", 32, 5, Activation.LINEAR, random));
  }

  private static byte[] file(DenseLayer... layers) {
    Provenance provenance = Provenance.ofThisBuild(Map.of());
    return TfLiteWriter.write(new Mlp(List.of(layers)), Precision.FP32, provenance);
  }

  private static DenseLayer layer(
      String name, int inputs, int outputs, Activation activation, SplittableRandom random) {
    float[] weights = new float[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      // Few links matter much, as in networks that were trained.
      weights[i] = (float) (Math.pow(random.nextDouble(-1, 1), 3) * 2 / Math.sqrt(inputs));
    }
    return new DenseLayer(name, inputs, outputs, weights, new float[outputs], activation);
  }
}
