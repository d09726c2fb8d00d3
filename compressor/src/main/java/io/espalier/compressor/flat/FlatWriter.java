package io.espalier.compressor.flat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a place for everything first, from the end of the file to its beginning, since offsets only
 * lead forwards and what is shared must come after all that share it; then writes it. For one use.
 */
final class FlatWriter {
  private static final int HEADER_BYTES = 8;

  /** The largest that any vector asks for, so that distances from the end are aligned, too. */
  private static final int ALIGNMENT = 16;

  private final Schema schema;
  private final List<Placed> placed = new ArrayList<>();
  private final List<PlacedTable> tables = new ArrayList<>();
  private final Map<String, Map<Object, Integer>> distances = new HashMap<>();
  private final Map<TableLayout.VTable, Integer> vtables = new HashMap<>();
  private final int rootDistance;
  private final int size;

  /** Bytes from here to the end. */
  private long cursor;

  /** A vector that starts that many bytes before the end. */
  private record Placed(Object value, int elementBytes, int distance) {}

  /** A table that starts so, as its vtable does. */
  private record PlacedTable(
      Table table, TableLayout.VTable vtable, int distance, int vtableDistance) {}

  FlatWriter(Schema schema, Table root) {
    this.schema = schema;
    this.rootDistance = place(root);
    this.size = advance(HEADER_BYTES, ALIGNMENT);
  }

  int size() {
    return size;
  }

  void write(byte[] bytes) {
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(size - rootDistance);
    out.put(schema.identifier().getBytes(StandardCharsets.ISO_8859_1));
    vtables.forEach((vtable, distance) -> vtable.write(out, size - distance));
    tables.forEach(table -> write(table, out));
    for (Placed one : placed) {
      int at = size - one.distance();
      if (one.value() instanceof ByteBuffer vector) {
        out.putInt(at, vector.remaining() / one.elementBytes());
        out.put(at + Integer.BYTES, vector, vector.position(), vector.remaining());
      } else {
        write((List<?>) one.value(), at, out);
      }
    }
  }

  private void write(PlacedTable placedTable, ByteBuffer out) {
    Table table = placedTable.table();
    int at = size - placedTable.distance();
    out.putInt(at, placedTable.vtableDistance() - placedTable.distance());
    for (Field field : table.present()) {
      int slot = at + placedTable.vtable().offsets().get(field.id());
      Object value = table.value(field);
      if (field.kind() == Field.Kind.SCALAR) {
        field.primitive().put(out, slot, (Long) value);
      } else {
        out.putInt(slot, size - distance(known(label(field, value)), value) - slot);
      }
    }
  }

  private void write(List<?> tables, int at, ByteBuffer out) {
    out.putInt(at, tables.size());
    int slot = at + Integer.BYTES;
    for (Object table : tables) {
      int distance = distance(known(((Table) table).type().name()), table);
      out.putInt(slot, size - distance - slot);
      slot += Integer.BYTES;
    }
  }

  private int place(Table table) {
    Map<Object, Integer> known = known(table.type().name());
    Integer before = known.get(table);
    if (before != null) {
      return before;
    }
    for (Field field : table.present()) {
      if (field.kind() != Field.Kind.SCALAR) {
        place(field, table.value(field));
      }
    }
    TableLayout layout = TableLayout.of(table);
    int distance = advance(layout.vtable().tableBytes(), layout.alignment());
    Integer vtable = vtables.get(layout.vtable());
    if (vtable == null) {
      vtable = advance(layout.vtable().bytes(), Short.BYTES);
      vtables.put(layout.vtable(), vtable);
    }
    known.put(table, distance);
    tables.add(new PlacedTable(table, layout.vtable(), distance, vtable));
    return distance;
  }

  private void place(Field field, Object value) {
    if (value instanceof Table table) {
      place(table);
      return;
    }
    Map<Object, Integer> known = known(label(field, value));
    if (known.containsKey(value)) {
      return;
    }
    if (value instanceof ByteBuffer vector) {
      // Strings end in a zero that is not counted.
      int bytes = vector.remaining() + (field.kind() == Field.Kind.STRING ? 1 : 0);
      advance(bytes, field.alignment());
    } else {
      List<?> tables = (List<?>) value;
      tables.forEach(table -> place((Table) table));
      advance(Integer.BYTES * tables.size(), Integer.BYTES);
    }
    // The length stands before what is aligned.
    int distance = advance(Integer.BYTES, Integer.BYTES);
    known.put(value, distance);
    placed.add(new Placed(value, field.primitive().bytes, distance));
  }

  /** Tables are one and the same wherever they occur; vectors only where their type is the same. */
  private static String label(Field field, Object value) {
    return value instanceof Table table ? table.type().name() : field.type();
  }

  private Map<Object, Integer> known(String label) {
    return distances.computeIfAbsent(label, name -> new IdentityHashMap<>());
  }

  private static <T> int distance(Map<T, Integer> map, T key) {
    Integer distance = map.get(key);
    if (distance == null) {
      throw new IllegalStateException("writer: what is referred to has no place");
    }
    return distance;
  }

  private int advance(int bytes, int alignment) {
    cursor = (cursor + bytes + alignment - 1) / alignment * alignment;
    if (cursor > Integer.MAX_VALUE - ALIGNMENT) {
      throw new FlatException("file: would be larger than 2 GB");
    }
    return (int) cursor;
  }
}
