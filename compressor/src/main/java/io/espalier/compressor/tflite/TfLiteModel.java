package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.FlatException;
import io.espalier.compressor.flat.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Any {@code .tflite} file: to look at, to change with {@link #edit}, and to write back with all
 * that was not changed as it was. Never changes itself.
 */
public final class TfLiteModel {
  private final Table root;
  private final ByteBuffer source;
  private final List<ModelGraph> graphs;

  /**
   * Of a tree.
   *
   * @param source what its offsets to data outside of the FlatBuffer refer to
   */
  TfLiteModel(Table root, ByteBuffer source) {
    ReferenceCheck.of(root, source.limit());
    this.root = root;
    this.source = source;
    this.graphs = graphs(root);
  }

  /**
   * Reads a file.
   *
   * @param file must not change any more, for its values are not copied
   * @throws TfLiteException if it is truncated or garbled, or newer than this reader; the message
   *     says what is in the way
   */
  public static TfLiteModel parse(byte[] file) {
    ByteBuffer source = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    try {
      return new TfLiteModel(TfLiteFormat.CODEC.read(source), source);
    } catch (FlatException e) {
      throw new TfLiteException("model: " + e.getMessage(), e);
    }
  }

  /**
   * The file, the same bytes for the same model.
   *
   * @throws TfLiteException if it would be larger than 2 GB
   */
  public byte[] write() {
    try {
      return new FileLayout(root, source).write();
    } catch (FlatException e) {
      throw new TfLiteException("model: " + e.getMessage(), e);
    }
  }

  /** Its subgraphs, the main one first. */
  public List<ModelGraph> graphs() {
    return graphs;
  }

  /** The subgraph that an inference runs. */
  public ModelGraph main() {
    return graphs.get(0);
  }

  /** The names of its metadata, in the file's order. */
  public List<String> metadataNames() {
    return root.tables("metadata").stream().map(entry -> entry.text("name")).toList();
  }

  /** The bytes of a metadata entry, read-only; the first one of that name. */
  public Optional<ByteBuffer> metadata(String name) {
    return root.tables("metadata").stream()
        .filter(entry -> entry.text("name").equals(name))
        .findFirst()
        .map(entry -> data(entry.integer("buffer")));
  }

  /** All that the file says, by the names of {@code tflite.schema}. */
  public Table root() {
    return root;
  }

  /** Begins a change. */
  public ModelEditor edit() {
    return new ModelEditor(this);
  }

  /**
   * A model of one operator of the main graph, to time it alone. Its constants come along, with the
   * operators that make them from constants; whatever else it reads becomes an input.
   *
   * @throws TfLiteException if the operator runs other graphs
   */
  public TfLiteModel alone(int operator) {
    return OperatorAlone.of(this, operator);
  }

  ByteBuffer source() {
    return source;
  }

  /** The bytes of a buffer, in the FlatBuffer or outside of it. */
  ByteBuffer data(long buffer) {
    List<Table> buffers = root.tables("buffers");
    return buffer < buffers.size() ? data(buffers.get((int) buffer)) : ByteBuffer.allocate(0);
  }

  private ByteBuffer data(Table buffer) {
    if (!FileLayout.isOutside(buffer, "offset")) {
      return buffer.bytes("data");
    }
    return source
        .slice((int) buffer.integer("offset"), (int) buffer.integer("size"))
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private List<ModelGraph> graphs(Table model) {
    List<Table> codes = model.tables("operator_codes");
    List<ModelGraph> all = new ArrayList<>();
    for (Table graph : model.tables("subgraphs")) {
      List<ModelTensor> tensors = new ArrayList<>();
      for (Table tensor : graph.tables("tensors")) {
        tensors.add(new ModelTensor(tensors.size(), tensor, data(tensor.integer("buffer"))));
      }
      List<ModelOperator> operators = new ArrayList<>();
      for (Table operator : graph.tables("operators")) {
        Table code = codes.get((int) operator.integer("opcode_index"));
        operators.add(new ModelOperator(operators.size(), operator, code));
      }
      all.add(new ModelGraph(all.size(), graph, tensors, operators));
    }
    return List.copyOf(all);
  }
}
