package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.flatbuffers.FlatBufferBuilder;
import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.Model;

class TfLiteModelTest {
  private static final CalibrationData SAMPLES = TestSamples.small(7, 5);

  static List<byte[]> files() {
    return List.of(
        ConvModels.small(1),
        ConvModels.residual(2),
        ConvModels.mobileNetLike(3),
        ConvModels.kernels(4),
        ConvModels.twoInputs(5),
        ConvModels.tied(6),
        TfLiteWriter.write(TestNetworks.pruned(1, 40, 50, 40), Precision.FP32, PROVENANCE),
        TfLiteWriter.write(TestNetworks.pruned(1, 40, 50, 40), Precision.FP16, PROVENANCE),
        TfLiteWriter.write(TestNetworks.pruned(1, 40, 50, 40), Precision.INT8, PROVENANCE),
        OddModels.conditional(1));
  }

  @ParameterizedTest
  @MethodSource("files")
  void write_givesBackWhatWasRead_toTheGeneratedClasses(byte[] file) {
    byte[] written = TfLiteModel.parse(file).write();

    assertThat(packed(written)).isEqualTo(packed(file));
    assertThat(TfLiteModel.parse(written).write()).isEqualTo(written);
  }

  @ParameterizedTest
  @MethodSource("files")
  void write_keepsEveryBufferAndAlignsIt(byte[] file) {
    byte[] written = TfLiteModel.parse(file).write();

    Model before = Model.getRootAsModel(ByteBuffer.wrap(file));
    Model after = Model.getRootAsModel(ByteBuffer.wrap(written));
    assertThat(after.buffersLength()).isEqualTo(before.buffersLength());
    for (int i = 0; i < after.buffersLength(); i++) {
      ByteBuffer data = after.buffers(i).dataAsByteBuffer();
      assertThat(data).isEqualTo(before.buffers(i).dataAsByteBuffer());
      assertThat(data == null ? 0 : data.position() % 16).isZero();
    }
  }

  @Test
  void write_keepsWhatTheGeneratedClassesDoNotKnow() {
    TfLiteModel model = TfLiteModel.parse(OddModels.unrunnable(3));

    TfLiteModel again = TfLiteModel.parse(model.write());

    assertThat(again.write()).isEqualTo(model.write());
    ModelOperator composite = again.main().operators().get(1);
    assertThat(composite.code()).isEqualTo("STABLEHLO_COMPOSITE");
    assertThat(composite.options().orElseThrow().text("name")).isEqualTo("odd.composite");
    assertThat(composite.table().integer("debug_metadata_index")).isEqualTo(3);
    ModelOperator custom = again.main().operators().get(0);
    assertThat(custom.customCode()).isEqualTo("TheirOwn");
    assertThat(custom.inputs()).containsExactly(0, -1);
    assertThat(custom.table().bytes("custom_options").remaining()).isEqualTo(37);
    assertThat(again.main().tensor(1).isSparse()).isTrue();
    assertThat(again.root().tables("external_buffer_groups").get(0).text("name"))
        .isEqualTo("weights");
  }

  @Test
  void write_keepsWhatTheModelComputes() {
    byte[] file = ConvModels.small(1);

    assertSame(outputs(TfLiteModel.parse(file).write()), outputs(file));
  }

  @Test
  void write_keepsBranches() {
    byte[] file = OddModels.conditional(4);
    byte[] written = TfLiteModel.parse(file).write();

    for (float flag : new float[] {0, 1}) {
      CalibrationData data =
          TestSamples.of(
              new SampleArray("flag", List.of(), new Matrix(1, 1, new float[] {flag})),
              TestSamples.array(1, "x", 1, 4));
      assertSame(outputs(written, data), outputs(file, data));
    }
  }

  @Test
  void write_movesConstantsOutsideOfTheFlatBuffer() {
    byte[] file = ConvModels.small(1);
    byte[] outside = OddModels.outside(file);
    byte[] written = TfLiteModel.parse(outside).write();

    assertSame(outputs(outside), outputs(file));
    assertSame(outputs(written), outputs(file));
    assertThat(Model.getRootAsModel(ByteBuffer.wrap(written)).buffers(1).dataLength()).isZero();
    assertThat(written.length).isLessThan(outside.length);
    assertThat(floats(TfLiteModel.parse(written)))
        .usingRecursiveComparison()
        .isEqualTo(floats(TfLiteModel.parse(file)));
  }

  @Test
  void write_movesTheArchiveBehindTheFile(@TempDir Path directory) throws IOException {
    byte[] zipped = OddModels.zipped(ConvModels.small(1));
    TfLiteModel changed =
        TfLiteModel.parse(zipped).edit().setMetadata("more", new byte[1000]).build();
    Path written = Files.write(directory.resolve("model.tflite"), changed.write());

    assertThat(TfLiteModel.parse(zipped).write().length).isLessThanOrEqualTo(zipped.length + 16);
    try (ZipFile archive = new ZipFile(written.toFile())) {
      ZipEntry entry = archive.getEntry("labels.txt");
      assertThat(archive.getInputStream(entry).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("labels.txt of the model");
    }
    // The directory of an archive counts from the beginning of the file.
    byte[] bytes = Files.readAllBytes(written);
    assertThat(AppendedZip.of(ByteBuffer.wrap(bytes)).start())
        .isEqualTo(bytes.length - AppendedZip.of(ByteBuffer.wrap(zipped)).size());
    assertSame(outputs(bytes), outputs(zipped));
  }

  @Test
  void setConstant_leavesOthersWithTheSameBufferAlone() {
    TfLiteModel tied = TfLiteModel.parse(ConvModels.tied(6));
    ModelTensor weights = tied.main().tensor(tied.main().operators().get(0).input(1));
    ModelEditor twice = tied.edit();
    int copy =
        twice.main().addConstant("copy", TensorValue.floats(weights.floats(), weights.shape()));
    twice.main().changeTensor(copy, table -> table.withInteger("buffer", buffer(weights)));
    TfLiteModel shared = twice.build();

    ModelEditor editor = shared.edit();
    editor.main().setConstant(copy, TensorValue.floats(new float[36], 6, 6));
    TfLiteModel changed = TfLiteModel.parse(editor.build().write());

    assertThat(changed.main().tensor(copy).floats()).containsOnly(0);
    assertThat(changed.main().tensor(weights.number()).floats()).isEqualTo(weights.floats());
  }

  @Test
  void edit_insertsOperatorsAndDropsWhatNothingUses() {
    byte[] file = ConvModels.small(1);
    TfLiteModel model = TfLiteModel.parse(file);
    ModelOperator first = model.main().operators().get(0);
    ModelTensor weights = model.main().tensor(first.input(1));
    ModelEditor editor = model.edit();
    SubgraphEditor main = editor.main();
    int moved = main.addConstant("moved", TensorValue.floats(weights.floats(), weights.shape()));
    int twice = main.addTensor("twice", DataType.FLOAT32, moved);
    int one = main.addConstant("one", TensorValue.floats(new float[] {1}, 1));
    main.addOperator(
        first.number(),
        "MUL",
        1,
        Optional.of(SubgraphEditor.options("MulOptions")),
        new int[] {moved, one},
        twice);
    int[] inputs = first.inputs();
    inputs[1] = twice;
    main.setInputs(first.number(), inputs).removeTensor(weights.number());
    TfLiteModel changed = editor.build();

    assertThat(changed.main().operators()).hasSize(model.main().operators().size() + 1);
    assertThat(changed.main().operators().get(0).code()).isEqualTo("MUL");
    assertThat(changed.main().tensors()).hasSize(model.main().tensors().size() + 2);
    assertThat(changed.root().tables("buffers")).hasSize(model.root().tables("buffers").size() + 1);
    assertSame(outputs(changed.write()), outputs(file));
  }

  @Test
  void build_refusesToRemoveWhatIsUsed() {
    TfLiteModel model = TfLiteModel.parse(ConvModels.small(1));
    ModelTensor weights = model.main().tensor(model.main().operators().get(0).input(1));
    ModelEditor editor = model.edit();
    editor.main().removeTensor(weights.number());

    assertThatIllegalArgumentException()
        .isThrownBy(editor::build)
        .withMessage("operator 0: still uses %s, which was removed".formatted(weights));
  }

  @Test
  void setMetadata_addsAndReplaces() {
    TfLiteModel model = TfLiteModel.parse(OddModels.conditional(1));
    TfLiteModel changed =
        model
            .edit()
            .setMetadata("notes", "new".getBytes(StandardCharsets.UTF_8))
            .setMetadata("more", "other".getBytes(StandardCharsets.UTF_8))
            .build();

    TfLiteModel read = TfLiteModel.parse(changed.write());

    assertThat(read.metadataNames()).containsExactly("notes", "more");
    assertThat(text(read, "notes")).isEqualTo("new");
    assertThat(text(read, "more")).isEqualTo("other");
    assertThat(read.root().tables("buffers")).hasSize(5);
  }

  @Test
  void alone_computesWhatTheOperatorDoesWithinTheModel() {
    TfLiteModel model = TfLiteModel.parse(ConvModels.small(1));
    List<byte[]> chain = new ArrayList<>();
    for (ModelOperator operator : model.main().operators()) {
      chain.add(model.alone(operator.number()).write());
    }

    List<Matrix> flow = List.of(SAMPLES.inputs().get(0).values());
    for (int i = 0; i < chain.size(); i++) {
      TfLiteModel alone = TfLiteModel.parse(chain.get(i));
      assertThat(alone.main().operators()).hasSize(1);
      int[] shape = alone.main().tensor(alone.main().inputs()[0]).shape();
      List<Integer> extents = Arrays.stream(shape).skip(1).boxed().toList();
      String name = alone.main().tensor(alone.main().inputs()[0]).name();
      flow = outputs(chain.get(i), TestSamples.of(new SampleArray(name, extents, flow.get(0))));
    }

    assertThat(flow.get(0).values()).isEqualTo(outputs(ConvModels.small(1)).get(0).values());
  }

  @Test
  void alone_takesDequantisedConstantsAlong() {
    TfLiteModel halves =
        TfLiteModel.parse(
            TfLiteWriter.write(TestNetworks.pruned(1, 40, 50, 40), Precision.FP16, PROVENANCE));
    int layer =
        halves.main().operators().stream()
            .filter(operator -> operator.code().equals("FULLY_CONNECTED"))
            .findFirst()
            .orElseThrow()
            .number();

    TfLiteModel alone = halves.alone(layer);

    assertThat(alone.main().operators())
        .extracting(ModelOperator::code)
        .containsExactly("DEQUANTIZE", "DEQUANTIZE", "FULLY_CONNECTED");
    assertThat(alone.main().inputs()).hasSize(1);
    assertThat(alone.metadataNames()).isEmpty();
  }

  @Test
  void alone_refusesWhatRunsOtherGraphs() {
    TfLiteModel model = TfLiteModel.parse(OddModels.conditional(1));

    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> model.alone(0))
        .withMessage("operator 0 (IF): runs other subgraphs, so it cannot stand alone");
  }

  private static void assertSame(List<Matrix> actual, List<Matrix> expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private static long buffer(ModelTensor tensor) {
    return tensor.table().integer("buffer");
  }

  private static String text(TfLiteModel model, String name) {
    return StandardCharsets.UTF_8.decode(model.metadata(name).orElseThrow()).toString();
  }

  private static List<float[]> floats(TfLiteModel model) {
    return model.main().tensors().stream()
        .filter(tensor -> tensor.isConstant() && tensor.type() == DataType.FLOAT32)
        .map(ModelTensor::floats)
        .toList();
  }

  private static List<Matrix> outputs(byte[] file) {
    return outputs(file, SAMPLES);
  }

  private static List<Matrix> outputs(byte[] file, CalibrationData data) {
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1, Kernels.BUILT_IN)) {
      return runner.run(data);
    }
  }

  /** The file as the generated classes of TensorFlow Lite understand it. */
  private static byte[] packed(byte[] file) {
    FlatBufferBuilder builder = new FlatBufferBuilder(file.length);
    builder.finish(Model.pack(builder, Model.getRootAsModel(ByteBuffer.wrap(file)).unpack()));
    return builder.sizedByteArray();
  }
}
