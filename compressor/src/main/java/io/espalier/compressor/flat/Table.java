package io.espalier.compressor.flat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A table: values in slots that its schema names. It never changes, so trees may share it; {@code
 * with…} gives a changed copy. Every method throws {@link IllegalArgumentException} for a slot that
 * the table does not have or that holds something else.
 */
public final class Table {
  private static final ByteBuffer NO_BYTES =
      ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);

  private final TableType type;
  private final @Nullable Object[] values;

  Table(TableType type, @Nullable Object[] values) {
    this.type = type;
    this.values = values;
  }

  static Table empty(TableType type) {
    return new Table(type, new @Nullable Object[type.fields().size()]);
  }

  /** What the schema calls this table. */
  public String typeName() {
    return type.name();
  }

  /** Whether the slot is filled, if only with its default. */
  public boolean has(String field) {
    return values[type.field(field).id()] != null;
  }

  /** A whole number, or the default; a flag is 0 or 1. */
  public long integer(String field) {
    Field found = field(field, Field.Kind.SCALAR);
    return values[found.id()] instanceof Long number ? number : found.byDefault();
  }

  /** A single float. */
  public float real(String field) {
    return Float.intBitsToFloat((int) integer(field));
  }

  /** A string, empty if it is absent. */
  public String text(String field) {
    return StandardCharsets.UTF_8.decode(raw(field(field, Field.Kind.STRING))).toString();
  }

  /** A vector of whole numbers, empty if it is absent. */
  public long[] longs(String field) {
    Field found = field(field, Field.Kind.VECTOR);
    ByteBuffer data = raw(found);
    int bytes = found.primitive().bytes;
    long[] longs = new long[data.remaining() / bytes];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = found.primitive().get(data, i * bytes);
    }
    return longs;
  }

  /** A vector of whole numbers that are no wider than an int, empty if it is absent. */
  public int[] integers(String field) {
    return LongStream.of(longs(field)).mapToInt(number -> (int) number).toArray();
  }

  /** A vector of single floats, empty if it is absent. */
  public float[] reals(String field) {
    ByteBuffer data = raw(field(field, Field.Kind.VECTOR));
    float[] reals = new float[data.remaining() / Float.BYTES];
    data.asFloatBuffer().get(reals);
    return reals;
  }

  /** The bytes of a vector, not copied; little-endian, read-only, empty if it is absent. */
  public ByteBuffer bytes(String field) {
    return raw(field(field, Field.Kind.VECTOR));
  }

  /** A table, alone or as the member of a union. */
  public Optional<Table> table(String field) {
    return Optional.ofNullable((Table) values[reference(field).id()]);
  }

  /** A vector of tables, empty if it is absent. */
  @SuppressWarnings("unchecked")
  public List<Table> tables(String field) {
    Object tables = values[field(field, Field.Kind.TABLES).id()];
    return tables == null ? List.of() : (List<Table>) tables;
  }

  /** Another whole number. */
  public Table withInteger(String field, long value) {
    return with(field(field, Field.Kind.SCALAR), value);
  }

  /** Another flag. */
  public Table withFlag(String field, boolean value) {
    return withInteger(field, value ? 1 : 0);
  }

  /** Another single float. */
  public Table withReal(String field, float value) {
    return withInteger(field, Float.floatToRawIntBits(value));
  }

  /** Another string. */
  public Table withText(String field, String value) {
    Field found = field(field, Field.Kind.STRING);
    return with(found, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** Another vector of whole numbers. */
  public Table withLongs(String field, long... value) {
    Field found = field(field, Field.Kind.VECTOR);
    int bytes = found.primitive().bytes;
    ByteBuffer data = littleEndian(value.length * bytes);
    for (int i = 0; i < value.length; i++) {
      found.primitive().put(data, i * bytes, value[i]);
    }
    return with(found, data);
  }

  /** Another vector of whole numbers. */
  public Table withIntegers(String field, int... value) {
    return withLongs(field, LongStream.range(0, value.length).map(i -> value[(int) i]).toArray());
  }

  /** Another vector of single floats. */
  public Table withReals(String field, float... value) {
    Field found = field(field, Field.Kind.VECTOR);
    ByteBuffer data = littleEndian(value.length * Float.BYTES);
    data.asFloatBuffer().put(value);
    return with(found, data);
  }

  /**
   * Another vector, by its bytes.
   *
   * @param value what remains of it is not copied and must not change any more
   */
  public Table withBytes(String field, ByteBuffer value) {
    return with(field(field, Field.Kind.VECTOR), value.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Whether a slot takes that table. */
  public boolean canHold(String field, Table value) {
    return reference(field).targets().contains(value.typeName());
  }

  /** Another table, or another member of a union. */
  public Table withTable(String field, Table value) {
    Field found = reference(field);
    int member = found.targets().indexOf(value.typeName());
    if (member < 0) {
      throw new IllegalArgumentException(
          "%s.%s: expected one of %s, found %s"
              .formatted(type.name(), field, found.targets(), value.typeName()));
    }
    Table with = with(found, value);
    return found.kind() == Field.Kind.UNION
        ? with.with(type.fields().get(found.id() - 1), member + 1L)
        : with;
  }

  /** Another vector of tables. */
  public Table withTables(String field, List<Table> value) {
    return with(field(field, Field.Kind.TABLES), List.copyOf(value));
  }

  /** With an empty slot; with two, if it is a union. */
  public Table without(String field) {
    Field found = type.field(field);
    Table without = with(found, null);
    return found.kind() == Field.Kind.UNION
        ? without.with(type.fields().get(found.id() - 1), null)
        : without;
  }

  TableType type() {
    return type;
  }

  /** The slots that are filled. */
  List<Field> present() {
    List<Field> present = new ArrayList<>();
    for (Field field : type.fields()) {
      if (values[field.id()] != null) {
        present.add(field);
      }
    }
    return present;
  }

  Object value(Field field) {
    Object value = values[field.id()];
    if (value == null) {
      throw new IllegalStateException(type.name() + "." + field.name() + ": is absent");
    }
    return value;
  }

  private Table with(Field field, @Nullable Object value) {
    @Nullable Object[] other = values.clone();
    other[field.id()] = value;
    return new Table(type, other);
  }

  private ByteBuffer raw(Field field) {
    return values[field.id()] instanceof ByteBuffer data
        ? data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN)
        : NO_BYTES.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Field reference(String field) {
    Field found = type.field(field);
    return found.kind() == Field.Kind.UNION ? found : field(field, Field.Kind.TABLE);
  }

  private Field field(String field, Field.Kind kind) {
    Field found = type.field(field);
    if (found.kind() != kind) {
      throw new IllegalArgumentException(
          "%s.%s: expected a %s, found a %s".formatted(type.name(), field, kind, found.kind()));
    }
    return found;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
