package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.shared.artifact.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.Model;

class TfLiteReaderTest {
  private static final Mlp NETWORK = TestNetworks.pruned(1, 9, 7, 5, 9);
  private static final byte[] FILE = TfLiteWriter.write(NETWORK, Precision.FP32, PROVENANCE);

  @Test
  void read_givesBackExactlyWhatWasWritten() {
    Mlp read = TfLiteReader.read(FILE);

    assertThat(read.layers()).hasSameSizeAs(NETWORK.layers());
    for (int k = 0; k < read.layers().size(); k++) {
      DenseLayer expected = NETWORK.layers().get(k);
      DenseLayer actual = read.layers().get(k);
      assertThat(actual.name()).isEqualTo(expected.name());
      assertThat(actual.inputs()).isEqualTo(expected.inputs());
      assertThat(actual.activation()).isEqualTo(expected.activation());
      assertThat(actual.weights()).isEqualTo(expected.weights());
      assertThat(actual.bias()).isEqualTo(expected.bias());
    }
  }

  @Test
  void read_takesAMissingBiasForZero() {
    byte[] file = FILE.clone();
    ByteBuffer inputs =
        Model.getRootAsModel(ByteBuffer.wrap(file)).subgraphs(0).operators(0).inputsAsByteBuffer();
    int bias = inputs.position() + 2 * Integer.BYTES;
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(bias, -1);

    assertThat(TfLiteReader.read(file).layers().get(0).bias()).containsOnly(0).hasSize(7);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INT8_FULL") // Takes samples.
  void provenance_isReadFromEveryPrecision(Precision precision) {
    byte[] file = TfLiteWriter.write(NETWORK, precision, PROVENANCE);

    assertThat(TfLiteReader.provenance(file)).contains(PROVENANCE);
  }

  @Test
  void read_refusesHalves_namingTheOperator() {
    assertRefused(
        TfLiteWriter.write(NETWORK, Precision.FP16, PROVENANCE),
        "operator 0 (DEQUANTIZE): expected FULLY_CONNECTED or LOGISTIC");
  }

  @Test
  void read_refusesIntegers_namingTheTensor() {
    Mlp network = TestNetworks.pruned(1, 40, 40);

    assertRefused(
        TfLiteWriter.write(network, Precision.INT8, PROVENANCE),
        "tensor 1 (dense_1/MatMul): expected FLOAT32, found INT8");
  }

  @Test
  void read_refusesAnOperatorThatIsNoLayer() {
    TfLiteGraph graph = new TfLiteGraph(3);

    assertRefused(
        graph.encode(graph.exp("e", graph.input()), PROVENANCE),
        "operator 0 (EXP): expected FULLY_CONNECTED or LOGISTIC");
  }

  @Test
  void read_refusesASigmoidWithoutALayer() {
    TfLiteGraph graph = new TfLiteGraph(3);

    assertRefused(
        graph.encode(graph.logistic("s", graph.input()), PROVENANCE),
        "operator 0 (LOGISTIC): expected after a FULLY_CONNECTED without activation");
  }

  @Test
  void read_refusesOperatorsThatDoNotFollowEachOther() {
    TfLiteGraph graph = new TfLiteGraph(2);
    Tensor weights = graph.floats("w", new float[4], 2, 2);
    Tensor bias = graph.floats("b", new float[2], 2);
    Tensor first = graph.fullyConnected("1", graph.input(), weights, bias, Clamp.NONE);
    Tensor second = graph.fullyConnected("2", graph.input(), weights, bias, Clamp.NONE);

    assertRefused(
        graph.encode(graph.multiply("3", first, second), PROVENANCE),
        "operator 1 (FULLY_CONNECTED): does not take what the operator before it yields");
  }

  @Test
  void read_refusesWeightsThatAreNotFinite() {
    TfLiteGraph graph = new TfLiteGraph(2);
    Tensor weights = graph.floats("w", new float[] {1, Float.NaN}, 1, 2);
    Tensor bias = graph.floats("b", new float[1], 1);

    assertRefused(
        graph.encode(
            graph.fullyConnected("1", graph.input(), weights, bias, Clamp.NONE), PROVENANCE),
        "tensor 1 (w): expected finite values, found NaN");
  }

  @Test
  void read_tellsLayersOfTheSameNameApart() {
    TfLiteGraph graph = new TfLiteGraph(2);
    Tensor weights = graph.floats("w", new float[4], 2, 2);
    Tensor bias = graph.floats("b", new float[2], 2);
    Tensor first = graph.fullyConnected("1", graph.input(), weights, bias, Clamp.NONE);
    Tensor second = graph.fullyConnected("2", first, weights, bias, Clamp.NONE);

    assertThat(TfLiteReader.read(graph.encode(second, PROVENANCE)).layers())
        .extracting(DenseLayer::name)
        .containsExactly("w", "w#1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 100})
  void read_refusesWhatIsTooShort(int length) {
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> TfLiteReader.read(Arrays.copyOf(FILE, length)))
        .withMessageNotContaining("\n");
  }

  @Test
  void read_survivesTruncation_atEveryLength() {
    for (int length = 0; length < FILE.length; length++) {
      assertReadOrRefused(Arrays.copyOf(FILE, length), "length " + length);
    }
  }

  @Test
  void read_survivesFlippedBits_seeds0To4999() {
    for (int seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      byte[] garbled = FILE.clone();
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        garbled[random.nextInt(garbled.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertReadOrRefused(garbled, "seed " + seed);
    }
  }

  @Test
  void read_survivesBytesOutOfPlace_seeds0To4999() {
    for (int seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      byte[] garbled = FILE.clone();
      int length = 1 + random.nextInt(8);
      int to = random.nextInt(garbled.length - length);
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      System.arraycopy(bytes, 0, garbled, to, length);
      assertReadOrRefused(garbled, "seed " + seed);
    }
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> TfLiteReader.read(file))
        .withMessage(message);
  }

  private static void assertReadOrRefused(byte[] file, String what) {
    readOrRefuse(() -> TfLiteReader.read(file), what);
    readOrRefuse(() -> TfLiteReader.provenance(file), what);
  }

  private static void readOrRefuse(Runnable reading, String what) {
    try {
      reading.run();
    } catch (TfLiteException refused) {
      assertThat(refused.getMessage()).as(what).doesNotContain("\n");
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError crash) {
      fail(what, crash);
    }
  }
}
