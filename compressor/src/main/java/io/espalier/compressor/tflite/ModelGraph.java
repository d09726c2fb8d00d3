package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A subgraph of a {@link TfLiteModel}: tensors, and operators in the order in which they run. */
public final class ModelGraph {
  private final int number;
  private final Table table;
  private final List<ModelTensor> tensors;
  private final List<ModelOperator> operators;
  private final List<List<ModelOperator>> readers = new ArrayList<>();
  private final List<Optional<ModelOperator>> producers = new ArrayList<>();

  ModelGraph(int number, Table table, List<ModelTensor> tensors, List<ModelOperator> operators) {
    this.number = number;
    this.table = table;
    this.tensors = List.copyOf(tensors);
    this.operators = List.copyOf(operators);
    for (int i = 0; i < tensors.size(); i++) {
      readers.add(List.of());
      producers.add(Optional.empty());
    }
    operators.forEach(this::index);
  }

  /** Its number in the model. */
  public int number() {
    return number;
  }

  /** Its name, possibly empty. */
  public String name() {
    return table.text("name");
  }

  /** All tensors, by number. */
  public List<ModelTensor> tensors() {
    return tensors;
  }

  /** A tensor by number. */
  public ModelTensor tensor(int tensor) {
    return tensors.get(tensor);
  }

  /** All operators, in the order in which they run. */
  public List<ModelOperator> operators() {
    return operators;
  }

  /** The numbers of the tensors that are given to it. */
  public int[] inputs() {
    return table.integers("inputs");
  }

  /** The numbers of the tensors that it yields. */
  public int[] outputs() {
    return table.integers("outputs");
  }

  /** Whether the graph yields that tensor. */
  public boolean isOutput(int tensor) {
    for (int output : outputs()) {
      if (output == tensor) {
        return true;
      }
    }
    return false;
  }

  /** The operators that read a tensor, in the order in which they run. */
  public List<ModelOperator> readersOf(int tensor) {
    return List.copyOf(readers.get(tensor));
  }

  /** The operator that yields a tensor; empty for constants and inputs. */
  public Optional<ModelOperator> producerOf(int tensor) {
    return producers.get(tensor);
  }

  Table table() {
    return table;
  }

  private void index(ModelOperator operator) {
    for (int tensor : operator.inputs()) {
      if (tensor >= 0) {
        if (readers.get(tensor).isEmpty()) {
          readers.set(tensor, new ArrayList<>());
        }
        List<ModelOperator> known = readers.get(tensor);
        // One that reads it twice was the last to be added.
        if (known.isEmpty() || known.get(known.size() - 1) != operator) {
          known.add(operator);
        }
      }
    }
    for (int tensor : operator.outputs()) {
      if (tensor >= 0) {
        producers.set(tensor, Optional.of(operator));
      }
    }
  }
}
