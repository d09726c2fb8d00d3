package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.flatbuffers.FlatBufferBuilder;
import io.espalier.shared.artifact.Precision;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.Model;

class TfLiteModelTest {
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
        TfLiteWriter.write(TestNetworks.pruned(1, 40, 50, 40), Precision.INT8, PROVENANCE));
  }

  @ParameterizedTest
  @MethodSource("files")
  void write_givesBackWhatWasRead_toTheObjectApi(byte[] file) {
    byte[] written = TfLiteModel.parse(file).write();

    assertThat(packed(written)).isEqualTo(packed(file));
    assertThat(TfLiteModel.parse(written).write()).isEqualTo(written);
  }

  /** The file as the generated classes of TensorFlow Lite understand it. */
  private static byte[] packed(byte[] file) {
    FlatBufferBuilder builder = new FlatBufferBuilder(file.length);
    builder.finish(Model.pack(builder, Model.getRootAsModel(ByteBuffer.wrap(file)).unpack()));
    return builder.sizedByteArray();
  }
}
