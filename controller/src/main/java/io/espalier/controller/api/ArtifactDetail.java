package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.compressor.tflite.Inventory;
import io.espalier.shared.artifact.Provenance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An artifact, looked into.
 *
 * @param artifact what is known of every artifact
 * @param provenance what the file says of where it came from; absent if it says nothing
 * @param parameters values that were learnt; 0 for samples
 * @param flops multiplications and additions of one inference; 0 for samples
 * @param layers whose links can be pruned, in the order of the file
 * @param obstacle why its layers cannot be told, if so
 */
public record ArtifactDetail(
    ArtifactView artifact,
    @JsonSetter(nulls = Nulls.SET) @Nullable Provenance provenance,
    long parameters,
    long flops,
    List<Layer> layers,
    @JsonSetter(nulls = Nulls.SET) @Nullable String obstacle) {
  /**
   * A layer.
   *
   * @param name as the file has it
   * @param operator that runs it
   * @param shape of its weights
   * @param links how many there are
   * @param sparsity share of them that are zero, 0 to 1
   */
  public record Layer(
      String name, String operator, List<Integer> shape, int links, double sparsity) {}

  /** One that is no model. */
  public static ArtifactDetail of(ArtifactView artifact) {
    return new ArtifactDetail(artifact, null, 0, 0, List.of(), null);
  }

  /** A model, with what is in its file. */
  public static ArtifactDetail of(ArtifactView artifact, Inventory inventory) {
    return new ArtifactDetail(
        artifact,
        inventory.provenance().orElse(null),
        inventory.parameters(),
        inventory.flops(),
        inventory.layers().stream()
            .map(
                one ->
                    new Layer(one.name(), one.operator(), one.shape(), one.links(), one.sparsity()))
            .toList(),
        inventory.obstacle().orElse(null));
  }
}
