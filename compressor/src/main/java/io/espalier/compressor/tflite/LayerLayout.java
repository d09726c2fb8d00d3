package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the weights of a FULLY_CONNECTED are laid out in a file. XNNPACK takes none but the dense
 * one; the others are read by TensorFlow Lite's own kernels, of single floats only: those of 8-bit
 * weights read some sparse files as if they were dense.
 */
public enum LayerLayout {
  /** All weights, zeros among them. */
  DENSE("dense", 0),
  /** Of each row those that are not zero, with their columns. */
  ROWS("rows", 1),
  /** Of each row the runs of four that are not all zero, with their columns. */
  BLOCKS("blocks", 4);

  /** Those that leave zeros out. */
  static final List<LayerLayout> SPARSE = List.of(ROWS, BLOCKS);

  private static final int SPARSE_VERSION = 8;

  private final String label;
  private final int block;

  LayerLayout(String label, int block) {
    this.label = label;
    this.block = block;
  }

  /** What reports call it. */
  public String label() {
    return label;
  }

  /** The layout of a tensor of weights. */
  static LayerLayout of(ModelTensor weights) {
    Optional<Table> sparsity = weights.table().table("sparsity");
    if (sparsity.isEmpty()) {
      return DENSE;
    }
    return sparsity.get().integers("block_map").length == 0 ? ROWS : BLOCKS;
  }

  /** The bytes that say where a tensor's values stand. */
  static long indexBytes(ModelTensor weights) {
    return weights.table().table("sparsity").stream()
        .flatMap(sparsity -> sparsity.tables("dim_metadata").stream())
        .flatMap(
            dimension ->
                Stream.of("array_segments", "array_indices")
                    .flatMap(field -> dimension.table(field).stream()))
        .mapToLong(numbers -> numbers.bytes("values").remaining())
        .sum();
  }

  /**
   * Lays the weights of a layer out like this.
   *
   * @param operator its number in the main graph
   * @return the changed model; the very same one for {@link #DENSE}; empty if the layer is none of
   *     FULLY_CONNECTED with dense weights of its own, or its rows do not divide into blocks
   */
  public Optional<TfLiteModel> store(TfLiteModel model, int operator) {
    if (this == DENSE) {
      return Optional.of(model);
    }
    return packed(model.main(), model.main().operators().get(operator))
        .map(packed -> changed(model, operator, packed));
  }

  private Optional<SparseRows> packed(ModelGraph graph, ModelOperator operator) {
    return WeightedOperator.of(graph, operator)
        .filter(layer -> operator.code().equals("FULLY_CONNECTED"))
        .map(WeightedOperator::weights)
        .filter(weights -> weights.shape().length == 2 && weights.shape()[1] % block == 0)
        .map(this::packed);
  }

  private SparseRows packed(ModelTensor weights) {
    return SparseRows.of(weights.floats(), weights.shape()[0], weights.shape()[1], block);
  }

  private static TfLiteModel changed(TfLiteModel model, int operator, SparseRows packed) {
    ByteBuffer values =
        ByteBuffer.allocate(Float.BYTES * packed.values().length).order(ByteOrder.LITTLE_ENDIAN);
    values.asFloatBuffer().put(packed.values());
    ModelEditor editor = model.edit();
    int buffer = editor.buffer(values);
    editor
        .main()
        .changeTensor(
            model.main().operators().get(operator).input(1),
            tensor ->
                tensor.withInteger("buffer", buffer).withTable("sparsity", packed.sparsity()));
    editor.main().setVersion(operator, SPARSE_VERSION);
    return editor.build();
  }
}
