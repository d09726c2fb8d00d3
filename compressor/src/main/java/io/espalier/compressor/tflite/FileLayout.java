package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.FlatCodec;
import io.espalier.compressor.flat.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays a file out: the FlatBuffer, then the data that it refers to by offsets from the beginning of
 * the file, then files that were appended. For one use.
 */
final class FileLayout {
  private static final int ALIGNMENT = 16;

  /** Offsets 0 and 1 stand for none; any other keeps the slot in its table. */
  private static final long PLACEHOLDER = 2;

  private final Table root;
  private final ByteBuffer source;
  private final Map<Outside, Long> places = new HashMap<>();
  private long end;
  private long outsideBytes;

  /** Data outside of the FlatBuffer, by its place in the source. */
  private record Outside(long offset, long size) {}

  FileLayout(Table root, ByteBuffer source) {
    this.root = root;
    this.source = source;
  }

  static boolean isOutside(Table table, String offset) {
    long value = table.integer(offset);
    return value != 0 && value != 1;
  }

  byte[] write() {
    FlatCodec codec = TfLiteFormat.CODEC;
    // Sizes do not depend on where the outside data go, so the first round tells where they can.
    end = codec.size(moved());
    Table moved = moved();
    if (outsideBytes > source.limit()) {
      throw new TfLiteException("model: its data outside of the FlatBuffer overlap");
    }
    AppendedZip appended = AppendedZip.of(source);
    long bytes = end + appended.size();
    if (bytes > Integer.MAX_VALUE - ALIGNMENT) {
      throw new TfLiteException("model: would be larger than 2 GB");
    }
    byte[] file = new byte[(int) bytes];
    codec.write(moved, file);
    places.forEach(
        (from, to) -> source.get((int) from.offset(), file, to.intValue(), (int) from.size()));
    appended.write(file, (int) end);
    return file;
  }

  /** The model with offsets that lead to where the data go. */
  private Table moved() {
    Table model = root;
    if (root.tables("buffers").stream().anyMatch(buffer -> isOutside(buffer, "offset"))) {
      model = model.withTables("buffers", moved(root.tables("buffers"), "offset", "size"));
    }
    List<Table> graphs = new ArrayList<>();
    for (Table graph : root.tables("subgraphs")) {
      List<Table> operators = graph.tables("operators");
      graphs.add(
          operators.stream().anyMatch(one -> isOutside(one, "large_custom_options_offset"))
              ? graph.withTables(
                  "operators",
                  moved(operators, "large_custom_options_offset", "large_custom_options_size"))
              : graph);
    }
    return graphs.equals(root.tables("subgraphs")) ? model : model.withTables("subgraphs", graphs);
  }

  private List<Table> moved(List<Table> tables, String offset, String size) {
    return tables.stream()
        .map(
            table ->
                isOutside(table, offset)
                    ? table.withInteger(
                        offset, place(new Outside(table.integer(offset), table.integer(size))))
                    : table)
        .toList();
  }

  private long place(Outside data) {
    if (end == 0) {
      return PLACEHOLDER;
    }
    return places.computeIfAbsent(
        data,
        from -> {
          long at = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
          end = at + from.size();
          outsideBytes += from.size();
          return at;
        });
  }
}
