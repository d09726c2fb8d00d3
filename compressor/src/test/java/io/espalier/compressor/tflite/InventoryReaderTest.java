package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.Inventory.Layer;
import io.espalier.compressor.tflite.Inventory.OperatorEntry;
import io.espalier.compressor.tflite.Inventory.TensorEntry;
import io.espalier.shared.artifact.Precision;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InventoryReaderTest {
  @Test
  void convolutions_areLayersWithTheirLinksAndWork() {
    Inventory inventory = InventoryReader.read(ConvModels.small(1));
    assertThat(inventory.layers())
        .extracting(Layer::operator, Layer::links, Layer::flops)
        .containsExactly(
            tuple("CONV_2D", 72, 2L * 144 * 72),
            tuple("DEPTHWISE_CONV_2D", 72, 2L * 144 * 72),
            tuple("FULLY_CONNECTED", 2880, 2L * 2880));
    assertThat(inventory.layers().get(0).shape()).containsExactly(8, 3, 3, 1);
    assertThat(inventory.flops()).isEqualTo(2L * (144 * 72 * 2 + 2880));
    assertThat(inventory.untouched()).isEmpty();
    assertThat(inventory.obstacle()).isEmpty();
    assertThat(inventory.inputs()).containsExactly("image:0");
    assertThat(inventory.operators())
        .extracting(OperatorEntry::name)
        .contains("CONV_2D", "MAX_POOL_2D", "SOFTMAX");
    assertThat(inventory.provenance()).isEmpty();
  }

  @Test
  void work_isTheSame_whateverNumbersAre() {
    for (Precision precision : EnumSet.range(Precision.FP32, Precision.INT8)) {
      byte[] file =
          TfLiteWriter.write(
              TestNetworks.pruned(3, 40, 30, 40), precision, TestNetworks.PROVENANCE);
      assertThat(InventoryReader.read(file).flops()).as(precision.label()).isEqualTo(2L * 2400);
    }
  }

  @Test
  void parameters_areWeightsAndBiases_andNoShapes() {
    assertThat(InventoryReader.read(ConvModels.small(1)).parameters())
        .isEqualTo(72 + 8 + 72 + 8 + 2880 + 10);
  }

  @Test
  void fileOfOurs_tellsWhereItCameFrom() {
    byte[] file =
        TfLiteWriter.write(
            TestNetworks.pruned(3, 40, 30, 40), Precision.FP32, TestNetworks.PROVENANCE);
    Inventory inventory = InventoryReader.read(file);
    assertThat(inventory.provenance()).contains(TestNetworks.PROVENANCE);
    assertThat(inventory.metadata()).extracting(Inventory.MetadataEntry::name).contains("espalier");
  }

  @Test
  void bytesForWeights_areLeftAloneForThat() {
    byte[] file =
        TfLiteWriter.write(
            TestNetworks.pruned(3, 40, 30, 40), Precision.INT8, TestNetworks.PROVENANCE);
    Inventory inventory = InventoryReader.read(file);
    assertThat(inventory.untouched())
        .extracting(Untouched::reason)
        .contains("its weights are INT8, not single floats");
    assertThat(inventory.tensors())
        .extracting(TensorEntry::quantisation)
        .anyMatch(text -> text.matches("\\d+ scales along dimension 0"));
  }

  @Test
  void halves_areLeftAlone_forTheModelComputesTheWeights() {
    byte[] file =
        TfLiteWriter.write(
            TestNetworks.pruned(3, 40, 30, 40), Precision.FP16, TestNetworks.PROVENANCE);
    assertThat(InventoryReader.read(file).untouched())
        .extracting(Untouched::reason)
        .containsOnly("its weights are computed by the model");
  }

  @Test
  void truncatedFile_isRefusedOrRead_atEveryLength() {
    byte[] file = ConvModels.small(2);
    for (int length = 0; length < file.length; length += 1 + length / 50) {
      readOrRefuse(Arrays.copyOf(file, length));
    }
  }

  @Test
  void garbledFile_isRefusedOrRead_seed5() {
    byte[] file = ConvModels.small(2);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 3000; i++) {
      byte[] garbled = file.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        // The structure is in the first and the last parts; weights may be anything.
        garbled[8 + random.nextInt(file.length - 8)] = (byte) random.nextInt();
      }
      readOrRefuse(garbled);
    }
  }

  @Test
  void noModel_isNone() {
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> InventoryReader.read(new byte[0]))
        .withMessageStartingWith("model: ");
  }

  private static void readOrRefuse(byte[] file) {
    try {
      assertThat(InventoryReader.read(file)).isNotNull();
    } catch (TfLiteException e) {
      assertThat(e.getMessage()).isNotEmpty().hasLineCount(1);
    }
  }
}
