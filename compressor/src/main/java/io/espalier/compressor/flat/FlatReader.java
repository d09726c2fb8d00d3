package io.espalier.compressor.flat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the offsets of a file and believes none of them. Tables do not contain each other in
 * circles, for a schema that is a tree bounds the depth. For one use.
 */
final class FlatReader {
  private static final int HEADER_BYTES = 8;
  private static final int VTABLE_HEADER = 4;

  /** More than the largest models have; each takes some 100 bytes of memory. */
  private static final int MAX_NODES = 1 << 21;

  private final Schema schema;
  private final ByteBuffer file;
  private final Map<Place, Object> read = new HashMap<>();

  /** What is read lies side by side in an honest file, so it is not more than the file. */
  private long budget;

  private record Place(int position, String type) {}

  FlatReader(Schema schema, ByteBuffer file) {
    this.schema = schema;
    this.file = file.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    // Twice the file, for writers may share what is empty between vectors of several types.
    this.budget = 2L * this.file.limit();
  }

  Table root() {
    if (file.limit() < HEADER_BYTES || !schema.identifier().equals(identifier())) {
      throw new FlatException(
          "file: expected identifier %s, found %d bytes without it"
              .formatted(schema.identifier(), file.limit()));
    }
    return table(target(0, "root"), schema.root());
  }

  private String identifier() {
    byte[] identifier = new byte[Integer.BYTES];
    file.get(Integer.BYTES, identifier);
    return new String(identifier, StandardCharsets.ISO_8859_1);
  }

  private Table table(int at, TableType type) {
    Place place = new Place(at, type.name());
    Object known = read.get(place);
    if (known != null) {
      return (Table) known;
    }
    String where = type.name();
    int vtable = within((long) at - file.getInt(at), VTABLE_HEADER, where);
    int vtableBytes = unsignedShort(vtable);
    int tableBytes = unsignedShort(vtable + Short.BYTES);
    within(vtable, vtableBytes, where);
    within(at, tableBytes, where);
    if (vtableBytes < VTABLE_HEADER || tableBytes < Integer.BYTES) {
      throw new FlatException(
          "%s: expected at least 4 bytes, found %d and %d"
              .formatted(where, vtableBytes, tableBytes));
    }
    charge(tableBytes);
    @Nullable Object[] values = new @Nullable Object[type.fields().size()];
    for (int id = 0; id < (vtableBytes - VTABLE_HEADER) / Short.BYTES; id++) {
      int offset = unsignedShort(vtable + VTABLE_HEADER + id * Short.BYTES);
      if (offset != 0) {
        Field field = field(type, id);
        if (offset < Integer.BYTES || offset + field.inlineBytes() > tableBytes) {
          throw new FlatException(name(type, field) + ": lies outside of its table");
        }
        values[id] = value(type, field, at + offset, values);
      }
    }
    Table table = new Table(type, values);
    read.put(place, table);
    return table;
  }

  private static Field field(TableType type, int id) {
    if (id >= type.fields().size()) {
      throw new FlatException(
          "%s: field %d is unknown, the file is newer than its reader".formatted(type.name(), id));
    }
    return type.fields().get(id);
  }

  private @Nullable Object value(
      TableType type, Field field, int at, @Nullable Object[] valuesBefore) {
    if (field.kind() == Field.Kind.SCALAR) {
      return field.primitive().get(file, at);
    }
    String where = name(type, field);
    return switch (field.kind()) {
      case VECTOR, STRING -> vector(target(at, where), field, where);
      case TABLES -> tables(target(at, where), field, where);
      case UNION -> {
        long member = valuesBefore[field.id() - 1] instanceof Long number ? number : 0;
        yield member == 0 ? null : table(target(at, where), member(field, member, where));
      }
      default -> table(target(at, where), schema.table(field.targets().get(0)));
    };
  }

  private TableType member(Field field, long member, String where) {
    String name = field.target(member);
    if (name == null) {
      throw new FlatException(
          "%s: member %d of %s is unknown, the file is newer than its reader"
              .formatted(where, member, field.type()));
    }
    return schema.table(name);
  }

  private ByteBuffer vector(int at, Field field, String where) {
    Place place = new Place(at, field.type());
    Object known = read.get(place);
    if (known != null) {
      return (ByteBuffer) known;
    }
    int bytes = vectorBytes(at, field.primitive().bytes, where);
    ByteBuffer vector = file.slice(at + Integer.BYTES, bytes).order(ByteOrder.LITTLE_ENDIAN);
    read.put(place, vector);
    return vector;
  }

  private List<?> tables(int at, Field field, String where) {
    Place place = new Place(at, field.type());
    Object known = read.get(place);
    if (known != null) {
      return (List<?>) known;
    }
    TableType type = schema.table(field.targets().get(0));
    int count = vectorBytes(at, Integer.BYTES, where) / Integer.BYTES;
    List<Table> tables = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tables.add(table(target(at + Integer.BYTES * (i + 1), where), type));
    }
    List<Table> frozen = Collections.unmodifiableList(tables);
    read.put(place, frozen);
    return frozen;
  }

  private int vectorBytes(int at, int elementBytes, String where) {
    long bytes = (file.getInt(at) & 0xffffffffL) * elementBytes;
    if (bytes > file.limit() - at - Integer.BYTES) {
      throw new FlatException(
          "%s: expected at most %d bytes, found %d"
              .formatted(where, file.limit() - at - Integer.BYTES, bytes));
    }
    charge(bytes + Integer.BYTES);
    return (int) bytes;
  }

  /** Where the offset at {@code at} leads. */
  private int target(int at, String where) {
    return within(at + (file.getInt(at) & 0xffffffffL), Integer.BYTES, where);
  }

  private int within(long at, int bytes, String where) {
    if (at < 0 || at + bytes > file.limit()) {
      throw new FlatException(
          "%s: an offset leads to byte %d of %d".formatted(where, at, file.limit()));
    }
    return (int) at;
  }

  private void charge(long bytes) {
    budget -= bytes;
    if (budget < 0 || read.size() > MAX_NODES) {
      throw new FlatException("file: its tables overlap, or are more than " + MAX_NODES);
    }
  }

  private int unsignedShort(int at) {
    return file.getShort(at) & 0xffff;
  }

  private static String name(TableType type, Field field) {
    return type.name() + "." + field.name();
  }
}
