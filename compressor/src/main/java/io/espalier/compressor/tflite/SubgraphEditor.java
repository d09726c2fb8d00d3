package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Changes of one subgraph; every number is one of before the change, or one that was given. */
public final class SubgraphEditor {
  private static final int OPEN = -1;

  private final ModelEditor model;
  private final ModelGraph graph;
  private final List<Table> tensors;
  private final List<Table> operators;
  private final List<Integer> order = new ArrayList<>();
  private final BitSet removed = new BitSet();
  private Table table;

  SubgraphEditor(ModelEditor model, ModelGraph graph) {
    this.model = model;
    this.graph = graph;
    this.table = graph.table();
    this.tensors = new ArrayList<>(table.tables("tensors"));
    this.operators = new ArrayList<>(table.tables("operators"));
    IntStream.range(0, operators.size()).forEach(order::add);
  }

  /**
   * Adds a constant.
   *
   * @return its number
   */
  public int addConstant(String name, TensorValue value) {
    tensors.add(with(TfLiteFormat.table("Tensor").withText("name", name), value));
    return tensors.size() - 1;
  }

  /**
   * Adds a tensor that flows.
   *
   * @param like the tensor whose shape it has
   * @return its number
   */
  public int addTensor(String name, DataType type, int like) {
    Table tensor =
        TfLiteFormat.table("Tensor")
            .withIntegers("shape", tensors.get(like).integers("shape"))
            .withInteger("type", type.code())
            .withInteger("buffer", 0)
            .withText("name", name)
            .withFlag("has_rank", true);
    boolean open = tensors.get(like).has("shape_signature");
    int[] signature = tensors.get(like).integers("shape_signature");
    tensors.add(open ? tensor.withIntegers("shape_signature", signature) : tensor);
    return tensors.size() - 1;
  }

  /** Gives a tensor other values; others that had the same ones keep theirs. */
  public SubgraphEditor setConstant(int tensor, TensorValue value) {
    return changeTensor(tensor, old -> with(old, value));
  }

  /** Gives a tensor another shape; extents that were open stay so. */
  public SubgraphEditor setShape(int tensor, int... shape) {
    return changeTensor(
        tensor,
        old -> {
          int[] signature = old.integers("shape_signature");
          Table reshaped = old.withIntegers("shape", shape);
          if (signature.length != shape.length || signature.length == 0) {
            return reshaped.without("shape_signature");
          }
          int[] open = shape.clone();
          for (int i = 0; i < open.length; i++) {
            open[i] = signature[i] == OPEN ? OPEN : open[i];
          }
          return reshaped.withIntegers("shape_signature", open);
        });
  }

  /** Gives a tensor another type and says what its whole numbers stand for. */
  public SubgraphEditor setType(int tensor, DataType type, Optional<Quantization> quantization) {
    return changeTensor(
        tensor, old -> quantised(old.withInteger("type", type.code()), quantization));
  }

  /** Changes whatever the file says of a tensor, by the names of {@code tflite.schema}. */
  public SubgraphEditor changeTensor(int tensor, UnaryOperator<Table> change) {
    tensors.set(tensor, change.apply(tensors.get(tensor)));
    return this;
  }

  /** Removes a tensor that nothing uses any more. */
  public SubgraphEditor removeTensor(int tensor) {
    removed.set(tensor);
    return this;
  }

  /**
   * Adds an operator that runs before another one.
   *
   * @param before the other one's number; as many as there are operators to run last
   * @param code what it computes, for instance {@code DEQUANTIZE}
   * @param options its arguments, from {@link #options}
   * @return its number
   */
  public int addOperator(
      int before, String code, int version, Optional<Table> options, int[] inputs, int... outputs) {
    Table operator =
        TfLiteFormat.table("Operator")
            .withInteger("opcode_index", model.code(code, version))
            .withIntegers("inputs", inputs)
            .withIntegers("outputs", outputs);
    operators.add(options.map(some -> withOptions(operator, some)).orElse(operator));
    int place = order.indexOf(before);
    order.add(place < 0 ? order.size() : place, operators.size() - 1);
    return operators.size() - 1;
  }

  /** Arguments that are all as by default, for instance {@code DequantizeOptions}. */
  public static Table options(String name) {
    return TfLiteFormat.table(name);
  }

  /** Lets an operator read other tensors. */
  public SubgraphEditor setInputs(int operator, int... inputs) {
    return changeOperator(operator, old -> old.withIntegers("inputs", inputs));
  }

  /** Lets an operator yield other tensors. */
  public SubgraphEditor setOutputs(int operator, int... outputs) {
    return changeOperator(operator, old -> old.withIntegers("outputs", outputs));
  }

  /** Gives an operator another version. */
  public SubgraphEditor setVersion(int operator, int version) {
    int code = (int) operators.get(operator).integer("opcode_index");
    int other = model.code(code, version);
    return changeOperator(operator, old -> old.withInteger("opcode_index", other));
  }

  /** Changes the arguments of an operator that has some. */
  public SubgraphEditor changeOptions(int operator, UnaryOperator<Table> change) {
    return changeOperator(
        operator,
        old ->
            withOptions(
                old,
                change.apply(
                    old.table("builtin_options")
                        .or(() -> old.table("builtin_options_2"))
                        .orElseThrow())));
  }

  /** Changes whatever the file says of an operator, by the names of {@code tflite.schema}. */
  public SubgraphEditor changeOperator(int operator, UnaryOperator<Table> change) {
    operators.set(operator, change.apply(operators.get(operator)));
    return this;
  }

  /** Removes an operator; its tensors stay. */
  public SubgraphEditor removeOperator(int operator) {
    order.remove((Integer) operator);
    return this;
  }

  /** Lets the graph be given other tensors; signatures keep theirs. */
  public SubgraphEditor setInputs(int[] inputs) {
    table = table.withIntegers("inputs", inputs);
    return this;
  }

  /** Lets the graph yield other tensors; signatures keep theirs. */
  public SubgraphEditor setOutputs(int[] outputs) {
    table = table.withIntegers("outputs", outputs);
    return this;
  }

  boolean renumbersOperators() {
    return order.size() != graph.operators().size()
        || IntStream.range(0, order.size()).anyMatch(i -> order.get(i) != i);
  }

  /** The number that a tensor has after the change; empty if it was removed. */
  Optional<Integer> renumbered(int tensor) {
    return removed.get(tensor)
        ? Optional.empty()
        : Optional.of(tensor - removed.get(0, Math.max(0, tensor)).cardinality());
  }

  Table build() {
    int[] numbers = numbers();
    List<Table> kept = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      if (!removed.get(i)) {
        kept.add(details(tensors.get(i), numbers));
      }
    }
    List<Table> ordered = new ArrayList<>();
    for (int number : order) {
      Table operator = operators.get(number);
      for (String field : List.of("inputs", "outputs", "intermediates")) {
        operator = moved(operator, field, numbers, "operator " + number);
      }
      ordered.add(operator);
    }
    Table built = table.withTables("tensors", kept).withTables("operators", ordered);
    built = moved(built, "inputs", numbers, "subgraph");
    return moved(built, "outputs", numbers, "subgraph");
  }

  private int[] numbers() {
    int[] numbers = new int[tensors.size()];
    int next = 0;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = removed.get(i) ? -1 : next++;
    }
    return numbers;
  }

  /** Scales by block are tensors, too. */
  private Table details(Table tensor, int[] numbers) {
    Optional<Table> quantization = tensor.table("quantization");
    Optional<Table> details = quantization.flatMap(table -> table.table("details"));
    if (removed.isEmpty()
        || details.isEmpty()
        || details.get().typeName().equals("CustomQuantization")) {
      return tensor;
    }
    Table moved = details.get();
    for (String field : List.of("scales", "zero_points")) {
      int number = (int) moved.integer(field);
      if (number >= 0 && number < numbers.length) {
        moved = moved.withInteger(field, numbers[number]);
      }
    }
    return tensor.withTable("quantization", quantization.get().withTable("details", moved));
  }

  private Table moved(Table owner, String field, int[] numbers, String where) {
    if (removed.isEmpty() || !owner.has(field)) {
      return owner;
    }
    int[] moved = owner.integers(field);
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] >= 0) {
        if (removed.get(moved[i])) {
          throw new IllegalArgumentException(
              "%s: still uses tensor %d (%s), which was removed"
                  .formatted(where, moved[i], tensors.get(moved[i]).text("name")));
        }
        moved[i] = numbers[moved[i]];
      }
    }
    return owner.withIntegers(field, moved);
  }

  private Table with(Table tensor, TensorValue value) {
    ByteBuffer data = value.data();
    Table constant =
        tensor
            .withIntegers("shape", value.shape())
            .withInteger("type", value.type().code())
            .withInteger("buffer", data.hasRemaining() ? model.buffer(data) : 0)
            .withFlag("has_rank", true)
            .without("shape_signature")
            .without("sparsity")
            .without("external_buffer");
    return quantised(constant, value.quantization());
  }

  private static Table quantised(Table tensor, Optional<Quantization> quantization) {
    return quantization.isPresent()
        ? tensor.withTable("quantization", quantization.get().table())
        : tensor.without("quantization");
  }

  private static Table withOptions(Table operator, Table options) {
    return operator.withTable(
        operator.canHold("builtin_options", options) ? "builtin_options" : "builtin_options_2",
        options);
  }
}
