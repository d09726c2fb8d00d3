package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes of a {@link TfLiteModel}. Tensors and operators keep their numbers until {@link #build},
 * however many are added or removed. For one thread.
 */
public final class ModelEditor {
  /** Orders operators by their numbers, so it holds only as long as these do. */
  private static final String CONTROL_DEPENDENCIES = "model_control_dependencies";

  private final TfLiteModel model;
  private final List<Table> codes;
  private final List<Table> buffers;
  private final List<Table> metadata;
  private final List<SubgraphEditor> graphs = new ArrayList<>();

  ModelEditor(TfLiteModel model) {
    this.model = model;
    this.codes = new ArrayList<>(model.root().tables("operator_codes"));
    this.buffers = new ArrayList<>(model.root().tables("buffers"));
    this.metadata = new ArrayList<>(model.root().tables("metadata"));
    if (buffers.isEmpty()) {
      buffers.add(TfLiteFormat.table("Buffer"));
    }
    model.graphs().forEach(graph -> graphs.add(new SubgraphEditor(this, graph)));
  }

  /** Changes of a subgraph. */
  public SubgraphEditor graph(int graph) {
    return graphs.get(graph);
  }

  /** Changes of the subgraph that an inference runs. */
  public SubgraphEditor main() {
    return graphs.get(0);
  }

  /** Adds a metadata entry, or gives the first one of that name other bytes. */
  public ModelEditor setMetadata(String name, byte[] content) {
    Table entry =
        TfLiteFormat.table("Metadata")
            .withText("name", name)
            .withInteger("buffer", buffer(ByteBuffer.wrap(content)));
    for (int i = 0; i < metadata.size(); i++) {
      if (metadata.get(i).text("name").equals(name)) {
        metadata.set(i, entry);
        return this;
      }
    }
    metadata.add(entry);
    return this;
  }

  /**
   * The changed model. What a change left without use goes: buffers and operator codes, and tensors
   * of {@link SubgraphEditor#removeTensor}.
   *
   * @throws IllegalArgumentException if something still uses a tensor that was removed
   */
  public TfLiteModel build() {
    if (graphs.stream().anyMatch(SubgraphEditor::renumbersOperators)
        && model.metadataNames().contains(CONTROL_DEPENDENCIES)) {
      throw new TfLiteException(
          "metadata '%s': refers to operators by number, so none can be added or removed"
              .formatted(CONTROL_DEPENDENCIES));
    }
    List<Table> built = graphs.stream().map(SubgraphEditor::build).toList();
    Table root = model.root().withTables("subgraphs", built).withTables("buffers", buffers);
    root = root.withTables("operator_codes", codes);
    if (!metadata.isEmpty()) {
      root = root.withTables("metadata", metadata);
    }
    if (root.has("signature_defs")) {
      root = root.withTables("signature_defs", signatures());
    }
    return new TfLiteModel(new Leftovers(model.root(), root).dropped(), model.source());
  }

  /** The number of the code of an operator, added if there is none. */
  int code(String name, int version) {
    int builtin = TfLiteFormat.operatorCode(name);
    // Operators beyond 126 do not fit the byte of old readers, which find a placeholder there.
    int small = Math.min(builtin, TfLiteFormat.operatorCode("PLACEHOLDER_FOR_GREATER_OP_CODES"));
    return code(
        TfLiteFormat.table("OperatorCode")
            .withInteger("deprecated_builtin_code", small)
            .withInteger("version", version)
            .withInteger("builtin_code", builtin));
  }

  /** The number of a code like another one of another version. */
  int code(int like, int version) {
    return code(codes.get(like).withInteger("version", version));
  }

  private int code(Table wanted) {
    for (int i = 0; i < codes.size(); i++) {
      if (key(codes.get(i)).equals(key(wanted))) {
        return i;
      }
    }
    codes.add(wanted);
    return codes.size() - 1;
  }

  private static List<Object> key(Table code) {
    long builtin = Math.max(code.integer("builtin_code"), code.integer("deprecated_builtin_code"));
    return List.of(builtin, code.text("custom_code"), code.integer("version"));
  }

  /** The number of a new buffer. */
  int buffer(ByteBuffer data) {
    Table buffer = TfLiteFormat.table("Buffer");
    buffers.add(data.hasRemaining() ? buffer.withBytes("data", data) : buffer);
    return buffers.size() - 1;
  }

  private List<Table> signatures() {
    List<Table> changed = new ArrayList<>();
    for (Table signature : model.root().tables("signature_defs")) {
      SubgraphEditor graph = graphs.get((int) signature.integer("subgraph_index"));
      Table moved = signature;
      for (String side : List.of("inputs", "outputs")) {
        if (signature.has(side)) {
          moved = moved.withTables(side, entries(signature.tables(side), graph, signature));
        }
      }
      changed.add(moved);
    }
    return changed;
  }

  private static List<Table> entries(List<Table> entries, SubgraphEditor graph, Table signature) {
    List<Table> moved = new ArrayList<>();
    for (Table entry : entries) {
      Optional<Integer> number = graph.renumbered((int) entry.integer("tensor_index"));
      if (number.isEmpty()) {
        throw new IllegalArgumentException(
            "signature '%s': still uses %s, which was removed"
                .formatted(signature.text("signature_key"), entry.text("name")));
      }
      moved.add(entry.withInteger("tensor_index", number.get()));
    }
    return moved;
  }
}
