package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LayerBatch;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.ActivationFunctionType;

class TfLiteLinkModelTest {
  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("small", ConvModels.small(1), TestSamples.small(2, 40)),
        Arguments.of("fixed batch", ConvModels.small(1, false), TestSamples.small(2, 4)),
        Arguments.of("residual", ConvModels.residual(1), TestSamples.residual(2, 40)),
        Arguments.of("mobile", ConvModels.mobileNetLike(1), TestSamples.mobileNetLike(2, 20)),
        Arguments.of("kernels", ConvModels.kernels(1), TestSamples.kernels(2, 40)),
        Arguments.of(
            "grouped",
            ConvModels.grouped(1),
            TestSamples.of(TestSamples.array(2, "image", 20, 6, 6, 4))),
        Arguments.of("two inputs", ConvModels.twoInputs(1), TestSamples.twoInputs(2, 40)),
        Arguments.of(
            "perceptron",
            TfLiteWriter.write(
                TestNetworks.pruned(1, 20, 30, 10), Precision.FP32, TestNetworks.PROVENANCE),
            TestSamples.of(TestSamples.array(2, "x", 40, 20))));
  }

  /** The oracle is what TensorFlow Lite itself makes of each layer. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void run_sumsThroughTheActivationAreWhatTheLayerYields(
      String name, byte[] file, CalibrationData data) {
    try (TfLiteLinkModel model = TfLiteLinkModel.open(file, data)) {
      assertThat(model.layers()).isNotEmpty();
      for (int batch = 0; batch < model.batches(); batch++) {
        assertYieldsWhatTheFileDoes(model, batch);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void with_runsOnOtherWeightsAndWritesThem(String name, byte[] file, CalibrationData data) {
    try (TfLiteLinkModel model = TfLiteLinkModel.open(file, data);
        TfLiteLinkModel halved =
            model.with(model.layers().stream().map(TfLiteLinkModelTest::halved).toList())) {
      assertYieldsWhatTheFileDoes(halved, 0);
      assertYieldsWhatTheFileDoes(model, 0);
      List<LinkLayer> read =
          LinkSites.of(TfLiteModel.parse(halved.toBytes())).stream().map(LinkSite::layer).toList();
      for (int i = 0; i < read.size(); i++) {
        for (int g = 0; g < read.get(i).groups().size(); g++) {
          DenseLayer expected = halved.layers().get(i).groups().get(g);
          assertThat(read.get(i).groups().get(g).weights()).isEqualTo(expected.weights());
          assertThat(read.get(i).groups().get(g).bias()).isEqualTo(expected.bias());
        }
      }
    }
  }

  @Test
  void with_theSameLayersLeavesTheFileAsItWas() {
    byte[] file = ConvModels.kernels(1);
    try (TfLiteLinkModel model = TfLiteLinkModel.open(file, TestSamples.kernels(2, 3))) {
      assertThat(model.with(model.layers()).toBytes()).isEqualTo(file);
    }
  }

  @Test
  void run_agreesWithAPerceptronThatRunsHere() {
    Mlp network = TestNetworks.pruned(1, 20, 30, 10);
    Matrix samples = TestNetworks.inputs(2, 2500, 20);
    byte[] file = TfLiteWriter.write(network, Precision.FP32, TestNetworks.PROVENANCE);
    LinkModel expected = new CalibratedMlp(network, samples);
    try (TfLiteLinkModel model =
        TfLiteLinkModel.open(file, TestSamples.of(SampleArray.rows("x", samples)))) {
      assertThat(model.batches()).isEqualTo(expected.batches());
      for (int batch = 0; batch < model.batches(); batch++) {
        for (int layer = 0; layer < 2; layer++) {
          LayerBatch found = model.run(batch).batch(layer, 0);
          LayerBatch wanted = expected.run(batch).batch(layer, 0);
          assertThat(found.inputs().values())
              .containsExactly(wanted.inputs().values(), within(1e-5f));
          assertThat(found.sums().values()).containsExactly(wanted.sums().values(), within(1e-5f));
        }
      }
      assertThat(model.layers()).extracting(LinkLayer::units).containsExactly(30, 10);
      assertThat(model.layers().get(1).groups().get(0).activation())
          .isEqualTo(network.layers().get(1).activation());
    }
  }

  @Test
  void layers_leaveTiedWeightsAlone() {
    try (TfLiteLinkModel model = TfLiteLinkModel.open(ConvModels.tied(1), TestSamples.tied(2, 4))) {
      assertThat(model.layers()).isEmpty();
    }
  }

  @Test
  void with_addsBiasesWhereThereWereNone() {
    TestModel built = new TestModel(3, true);
    TestLayers layers = new TestLayers(built);
    int x = built.input("row:0", 1, 6);
    int weights = built.random("first/MatMul", .4, 5, 6);
    int first =
        layers.fullyConnected("first", x, weights, TestModel.ABSENT, ActivationFunctionType.RELU);
    byte[] file = built.build(first);
    try (TfLiteLinkModel model = TfLiteLinkModel.open(file, TestSamples.tied(2, 4))) {
      assertYieldsWhatTheFileDoes(model, 0);
      LinkLayer layer = model.layers().get(0);
      DenseLayer shifted =
          layer.groups().get(0).with(layer.groups().get(0).weights(), new float[] {1, 2, 3, 4, 5});
      assertYieldsWhatTheFileDoes(model.with(List.of(layer.withGroups(List.of(shifted)))), 0);
    }
  }

  @Test
  void with_changesOneOfTwoLayersThatShareABias() {
    TestModel built = new TestModel(3, true);
    TestLayers layers = new TestLayers(built);
    int x = built.input("row:0", 1, 6);
    int bias = built.random("bias", .4, 6);
    int first =
        layers.fullyConnected(
            "first", x, built.random("a", .4, 6, 6), bias, ActivationFunctionType.RELU);
    int second =
        layers.fullyConnected(
            "second", first, built.random("b", .4, 6, 6), bias, ActivationFunctionType.RELU);
    try (TfLiteLinkModel model =
        TfLiteLinkModel.open(built.build(second), TestSamples.tied(2, 4))) {
      List<LinkLayer> both = model.layers();
      TfLiteLinkModel changed = model.with(List.of(halved(both.get(0)), both.get(1)));
      assertYieldsWhatTheFileDoes(changed, 0);
      assertThat(changed.run(0).batch(1, 0).sums().values())
          .isNotEqualTo(model.run(0).batch(1, 0).sums().values());
    }
  }

  @Test
  void open_namesTheWeightsThatAreNotFinite() {
    TestModel built = new TestModel(3, true);
    TestLayers layers = new TestLayers(built);
    int x = built.input("row:0", 1, 2);
    int weights = built.floats("first/MatMul", new float[] {1, Float.NaN}, 1, 2);
    byte[] file =
        built.build(
            layers.fullyConnected(
                "first", x, weights, TestModel.ABSENT, ActivationFunctionType.RELU));
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(
            () -> TfLiteLinkModel.open(file, TestSamples.of(TestSamples.array(1, "row", 2, 2))))
        .withMessage("tensor 1 (first/MatMul): expected finite values, found NaN");
  }

  @Test
  void sampled_flowsTheSamplesThatWereDrawn() {
    CalibrationData data = TestSamples.small(2, 40);
    try (TfLiteLinkModel model = TfLiteLinkModel.open(ConvModels.small(1), data)) {
      TfLiteLinkModel few = model.sampled(7, new SplittableRandom(3));
      assertThat(few.data().samples()).isEqualTo(7);
      assertThat(few.batches()).isEqualTo(1);
      assertThat(few.run(0).batch(2, 0).inputs().rows()).isEqualTo(7);
      assertYieldsWhatTheFileDoes(few, 0);
    }
  }

  @Test
  void run_opensAgainWhatWasClosed() {
    TfLiteLinkModel model = TfLiteLinkModel.open(ConvModels.small(1), TestSamples.small(2, 4));
    Matrix before = model.run(0).batch(2, 0).sums();
    model.close();
    assertThat(model.run(0).batch(2, 0).sums().values()).isEqualTo(before.values());
    model.close();
  }

  private static void assertYieldsWhatTheFileDoes(TfLiteLinkModel model, int batch) {
    LinkModel.Pass pass = model.run(batch);
    byte[] file = model.toBytes();
    int size = (model.data().samples() + model.batches() - 1) / model.batches();
    int from = batch * size;
    int count = Math.min(size, model.data().samples() - from);
    try (Session session = Session.open(file, 1, Kernels.BUILT_IN, true)) {
      SampleFeed feed =
          new SampleFeed(session, model.data().inputs(), count, Long.MAX_VALUE, Session::flowBytes);
      feed.run(from, count);
      List<LinkSite> sites = LinkSites.of(TfLiteModel.parse(file));
      for (int layer = 0; layer < sites.size(); layer++) {
        float[] expected = session.tensor(yielded(file, sites.get(layer))).values();
        assertClose(
            sites.get(layer).layer().name(),
            activated(model.layers().get(layer), pass, layer),
            expected);
      }
    }
  }

  /** One assertion for all, for there are hundreds of thousands. */
  private static void assertClose(String layer, float[] found, float[] expected) {
    assertThat(found).as(layer).hasSameSizeAs(expected);
    float furthest = 0;
    for (int i = 0; i < found.length; i++) {
      furthest = Math.max(furthest, Math.abs(found[i] - expected[i]));
    }
    assertThat(furthest).as(layer).isLessThan(1e-4f);
  }

  /** The groups side by side, each row a position. */
  private static float[] activated(LinkLayer layer, LinkModel.Pass pass, int number) {
    int units = layer.units();
    float[] all = new float[0];
    int first = 0;
    for (int g = 0; g < layer.groups().size(); g++) {
      DenseLayer group = layer.groups().get(g);
      Matrix made = group.activated(pass.batch(number, g).sums());
      all = g == 0 ? new float[made.rows() * units] : all;
      for (int row = 0; row < made.rows(); row++) {
        System.arraycopy(
            made.values(), row * made.columns(), all, row * units + first, made.columns());
      }
      first += made.columns();
    }
    return all;
  }

  /** The tensor after the activation, which may be an operator of its own. */
  private static int yielded(byte[] file, LinkSite site) {
    ModelGraph graph = TfLiteModel.parse(file).main();
    boolean fused = site.layer().groups().get(0).activation() != Activation.SIGMOID;
    return graph.operators().get(site.operator() + (fused ? 0 : 1)).outputs()[0];
  }

  private static LinkLayer halved(LinkLayer layer) {
    return layer.withGroups(
        layer.groups().stream()
            .map(group -> group.with(times(group.weights(), .5f), times(group.bias(), 2f)))
            .toList());
  }

  private static float[] times(float[] values, float factor) {
    float[] product = values.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= factor;
    }
    return product;
  }
}
