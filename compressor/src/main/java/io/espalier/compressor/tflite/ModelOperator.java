package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.util.Optional;

/** An operator of a {@link ModelGraph}. */
public final class ModelOperator {
  private final int number;
  private final Table table;
  private final Table code;

  ModelOperator(int number, Table table, Table code) {
    this.number = number;
    this.table = table;
    this.code = code;
  }

  /** Its number in the graph, which is its turn. */
  public int number() {
    return number;
  }

  /** What it computes, for instance {@code CONV_2D}; {@code CUSTOM} for one of another's. */
  public String code() {
    return TfLiteFormat.operatorName(builtin());
  }

  /** The name of a custom operator, empty for others. */
  public String customCode() {
    return code.text("custom_code");
  }

  /** Which version of the operator its arguments call for. */
  public int version() {
    return (int) code.integer("version");
  }

  /** The numbers of the tensors that it reads; −1 for one that is left out. */
  public int[] inputs() {
    return table.integers("inputs");
  }

  /** The number of its k-th input; −1 if it is left out. */
  public int input(int k) {
    int[] inputs = inputs();
    return k < inputs.length ? inputs[k] : -1;
  }

  /** The numbers of the tensors that it yields. */
  public int[] outputs() {
    return table.integers("outputs");
  }

  /** Its arguments, by the names of {@code tflite.schema}; empty if it has none. */
  public Optional<Table> options() {
    return table.table("builtin_options").or(() -> table.table("builtin_options_2"));
  }

  /** All that the file says of it, by the names of {@code tflite.schema}. */
  public Table table() {
    return table;
  }

  int builtin() {
    // Old writers fill only the byte, new ones put a placeholder there.
    return (int) Math.max(code.integer("builtin_code"), code.integer("deprecated_builtin_code"));
  }

  @Override
  public String toString() {
    return "operator %d (%s)".formatted(number, code());
  }
}
