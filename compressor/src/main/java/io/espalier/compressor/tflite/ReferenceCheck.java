package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.util.List;

/** Checks the numbers by which the parts of a model refer to each other. For one use. */
final class ReferenceCheck {
  private final Table root;
  private final long sourceBytes;

  private ReferenceCheck(Table root, long sourceBytes) {
    this.root = root;
    this.sourceBytes = sourceBytes;
  }

  /**
   * Checks a model.
   *
   * @throws TfLiteException if a number refers to nothing
   */
  static void of(Table root, long sourceBytes) {
    ReferenceCheck check = new ReferenceCheck(root, sourceBytes);
    List<Table> graphs = root.tables("subgraphs");
    if (graphs.isEmpty()) {
      throw new TfLiteException("model: expected at least one subgraph, found none");
    }
    check.buffers();
    for (int i = 0; i < graphs.size(); i++) {
      check.graph(graphs.get(i), i == 0 ? "" : "subgraph %d: ".formatted(i));
    }
    check.metadata();
    check.signatures();
  }

  private void buffers() {
    List<Table> buffers = root.tables("buffers");
    for (int i = 0; i < buffers.size(); i++) {
      outside(buffers.get(i), "offset", "size", "buffer " + i);
    }
  }

  private void graph(Table graph, String where) {
    List<Table> tensors = graph.tables("tensors");
    for (int i = 0; i < tensors.size(); i++) {
      Table tensor = tensors.get(i);
      if (DataType.of(tensor.integer("type")).isEmpty()) {
        throw new TfLiteException(
            "%stensor %d (%s): type %d is unknown, the file is newer than its reader"
                .formatted(where, i, tensor.text("name"), tensor.integer("type")));
      }
      buffer(tensor.integer("buffer"), "%stensor %d (%s)".formatted(where, i, tensor.text("name")));
    }
    tensors(graph.integers("inputs"), tensors.size(), where + "inputs");
    tensors(graph.integers("outputs"), tensors.size(), where + "outputs");
    List<Table> operators = graph.tables("operators");
    for (int i = 0; i < operators.size(); i++) {
      operator(operators.get(i), tensors.size(), where + "operator " + i);
    }
  }

  private void operator(Table operator, int tensors, String where) {
    int codes = root.tables("operator_codes").size();
    number(operator.integer("opcode_index"), codes, where, "operator codes");
    tensors(operator.integers("inputs"), tensors, where);
    tensors(operator.integers("outputs"), tensors, where);
    tensors(operator.integers("intermediates"), tensors, where);
    outside(operator, "large_custom_options_offset", "large_custom_options_size", where);
  }

  private void metadata() {
    for (Table entry : root.tables("metadata")) {
      buffer(entry.integer("buffer"), "metadata '%s'".formatted(entry.text("name")));
    }
  }

  private void signatures() {
    List<Table> graphs = root.tables("subgraphs");
    for (Table signature : root.tables("signature_defs")) {
      String where = "signature '%s'".formatted(signature.text("signature_key"));
      long graph = signature.integer("subgraph_index");
      number(graph, graphs.size(), where, "subgraphs");
      int tensors = graphs.get((int) graph).tables("tensors").size();
      for (String side : List.of("inputs", "outputs")) {
        for (Table entry : signature.tables(side)) {
          number(entry.integer("tensor_index"), tensors, where, "tensors");
        }
      }
    }
  }

  private void outside(Table table, String offset, String size, String where) {
    if (!FileLayout.isOutside(table, offset)) {
      return;
    }
    long from = table.integer(offset);
    long bytes = table.integer(size);
    // Both are unsigned, so what is negative is far too large.
    if (from < 0 || bytes < 0 || bytes > sourceBytes || from > sourceBytes - bytes) {
      throw new TfLiteException(
          "%s: expected data within %d bytes, found %s from %s on"
              .formatted(
                  where, sourceBytes, Long.toUnsignedString(bytes), Long.toUnsignedString(from)));
    }
  }

  private void buffer(long number, String where) {
    // The first one is there by convention, for tensors without data, even where it is not.
    number(number, Math.max(1, root.tables("buffers").size()), where, "buffers");
  }

  private static void tensors(int[] numbers, int count, String where) {
    for (int number : numbers) {
      // −1 stands for what is left out.
      if (number != -1) {
        number(number, count, where, "tensors");
      }
    }
  }

  private static void number(long number, int count, String where, String what) {
    if (number < 0 || number >= count) {
      throw new TfLiteException(
          "%s: expected one of %d %s, found number %d".formatted(where, count, what, number));
    }
  }
}
