package io.espalier.controller.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.Inventory;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.wire.WireCoding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in a file, for scripts. Field names stay as they are. */
@JsonNaming(SnakeCaseStrategy.class)
record InventoryJson(
    String model,
    long fileBytes,
    long wireBytes,
    Digest sha256,
    long schemaVersion,
    String description,
    int subgraphs,
    long parameters,
    long flops,
    List<String> inputs,
    List<String> outputs,
    List<Inventory.Signature> signatures,
    List<Operator> operators,
    List<Layer> layers,
    List<Untouched> untouched,
    @Nullable String obstacle,
    List<Tensor> tensors,
    List<List<Integer>> sharedBuffers,
    List<Inventory.MetadataEntry> metadata,
    @Nullable Provenance provenance) {

  /** Operators of one kind. */
  record Operator(int subgraph, String name, int version, int count) {}

  /** A layer whose links can be pruned. */
  record Layer(
      String name, String operator, List<Integer> shape, int links, double sparsity, long flops) {}

  /** A tensor; without {@code quantization} its numbers mean themselves. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Tensor(
      int subgraph,
      int number,
      String name,
      String type,
      List<Integer> shape,
      long constantBytes,
      @Nullable String quantization) {
    static Tensor of(Inventory.TensorEntry tensor) {
      return new Tensor(
          tensor.graph(),
          tensor.number(),
          tensor.name(),
          tensor.type(),
          tensor.shape(),
          tensor.constantBytes(),
          tensor.quantisation().isEmpty() ? null : tensor.quantisation());
    }
  }

  static InventoryJson of(String model, byte[] content, Inventory inventory) {
    return new InventoryJson(
        model,
        content.length,
        WireCoding.encode(content).bytes().length,
        Digest.of(content),
        inventory.schemaVersion(),
        inventory.description(),
        inventory.graphs(),
        inventory.parameters(),
        inventory.flops(),
        inventory.inputs(),
        inventory.outputs(),
        inventory.signatures(),
        inventory.operators().stream()
            .map(one -> new Operator(one.graph(), one.name(), one.version(), one.count()))
            .toList(),
        inventory.layers().stream()
            .map(
                one ->
                    new Layer(
                        one.name(),
                        one.operator(),
                        one.shape(),
                        one.links(),
                        one.sparsity(),
                        one.flops()))
            .toList(),
        inventory.untouched(),
        inventory.obstacle().orElse(null),
        inventory.tensors().stream().map(Tensor::of).toList(),
        inventory.shared().stream()
            .map(sharing -> sharing.stream().map(Inventory.TensorEntry::number).toList())
            .toList(),
        inventory.metadata(),
        inventory.provenance().orElse(null));
  }
}
