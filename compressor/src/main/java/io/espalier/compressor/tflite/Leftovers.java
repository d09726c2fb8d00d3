package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** Drops the buffers and operator codes that a change left without use. For one use. */
final class Leftovers {
  private final Table before;
  private final Table after;

  Leftovers(Table before, Table after) {
    this.before = before;
    this.after = after;
  }

  Table dropped() {
    int[] codes = renumbered(usedCodes(before), usedCodes(after), after.tables("operator_codes"));
    int[] buffers = renumbered(usedBuffers(before), usedBuffers(after), after.tables("buffers"));
    UnaryOperator<Table> tensor = table -> moved(table, "buffer", buffers);
    UnaryOperator<Table> operator = table -> moved(table, "opcode_index", codes);
    Table root =
        after
            .withTables("operator_codes", kept(after.tables("operator_codes"), codes))
            .withTables("buffers", kept(after.tables("buffers"), buffers))
            .withTables(
                "subgraphs",
                each(
                    after.tables("subgraphs"),
                    graph -> each(each(graph, "tensors", tensor), "operators", operator)));
    root = each(root, "metadata", tensor);
    if (root.has("metadata_buffer")) {
      int[] numbers = root.integers("metadata_buffer");
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = numbers[i] < buffers.length && numbers[i] >= 0 ? buffers[numbers[i]] : 0;
      }
      root = root.withIntegers("metadata_buffer", numbers);
    }
    return root;
  }

  /** For each part its new number, −1 if it goes. */
  private static int[] renumbered(BitSet usedBefore, BitSet usedAfter, List<Table> parts) {
    int[] numbers = new int[parts.size()];
    int next = 0;
    for (int i = 0; i < numbers.length; i++) {
      // What nothing used before the change either is not ours to drop.
      boolean goes = usedBefore.get(i) && !usedAfter.get(i);
      numbers[i] = goes ? -1 : next++;
    }
    return numbers;
  }

  private static BitSet usedCodes(Table root) {
    BitSet used = new BitSet();
    for (Table graph : root.tables("subgraphs")) {
      for (Table operator : graph.tables("operators")) {
        used.set((int) operator.integer("opcode_index"));
      }
    }
    return used;
  }

  private static BitSet usedBuffers(Table root) {
    BitSet used = new BitSet();
    // The empty buffer that tensors without data share.
    used.set(0);
    for (Table graph : root.tables("subgraphs")) {
      for (Table tensor : graph.tables("tensors")) {
        used.set((int) tensor.integer("buffer"));
      }
    }
    for (Table entry : root.tables("metadata")) {
      used.set((int) entry.integer("buffer"));
    }
    for (int number : root.integers("metadata_buffer")) {
      if (number >= 0) {
        used.set(number);
      }
    }
    return used;
  }

  private static List<Table> kept(List<Table> parts, int[] numbers) {
    List<Table> kept = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] >= 0) {
        kept.add(parts.get(i));
      }
    }
    return kept;
  }

  private static Table moved(Table table, String field, int[] numbers) {
    int number = (int) table.integer(field);
    return numbers[number] == number ? table : table.withInteger(field, numbers[number]);
  }

  private static Table each(Table table, String field, UnaryOperator<Table> change) {
    return table.has(field) ? table.withTables(field, each(table.tables(field), change)) : table;
  }

  private static List<Table> each(List<Table> tables, UnaryOperator<Table> change) {
    return tables.stream().map(change).toList();
  }
}
