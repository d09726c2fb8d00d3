package io.espalier.compressor.flat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tables with random things in all their slots, by seed. */
public final class RandomTables {
  private static final int MAX_LENGTH = 4;

  private final Schema schema;
  private final Random random;

  RandomTables(Schema schema, long seed) {
    this.schema = schema;
    this.random = new Random(seed);
  }

  Table root() {
    return table(schema.root());
  }

  /** All that a table holds, down to the last byte, in the order of its slots. */
  static String describe(Table table) {
    StringBuilder text = new StringBuilder(table.typeName()).append('(');
    for (Field field : table.present()) {
      text.append(field.name()).append('=');
      switch (field.kind()) {
        case SCALAR -> text.append(table.value(field));
        case VECTOR, STRING -> append((ByteBuffer) table.value(field), text);
        case TABLES ->
            table.tables(field.name()).forEach(one -> text.append(describe(one)).append(';'));
        default -> text.append(describe(table.table(field.name()).orElseThrow()));
      }
      text.append(' ');
    }
    return text.append(')').toString();
  }

  private static void append(ByteBuffer bytes, StringBuilder text) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      text.append(Integer.toHexString(bytes.get(i) & 0xff)).append('.');
    }
  }

  private Table table(TableType type) {
    Table table = Table.empty(type);
    for (Field field : type.fields()) {
      if (random.nextInt(3) > 0) {
        table = filled(table, field);
      }
    }
    return table;
  }

  private Table filled(Table table, Field field) {
    return switch (field.kind()) {
      // The type of a union comes with its value.
      case SCALAR ->
          field.name().endsWith("_type")
              ? table
              : table.withInteger(field.name(), scalar(field.primitive()));
      case VECTOR -> table.withBytes(field.name(), vector(field.primitive().bytes));
      case STRING -> table.withText(field.name(), "é".repeat(random.nextInt(MAX_LENGTH)));
      case TABLES -> table.withTables(field.name(), tables(field));
      default -> table.withTable(field.name(), table(member(field)));
    };
  }

  private long scalar(Primitive primitive) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(0, random.nextLong());
    return primitive.get(bytes, 0);
  }

  private ByteBuffer vector(int elementBytes) {
    byte[] bytes = new byte[elementBytes * random.nextInt(MAX_LENGTH)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private List<Table> tables(Field field) {
    List<Table> tables = new ArrayList<>();
    for (int i = random.nextInt(MAX_LENGTH); i > 0; i--) {
      tables.add(table(member(field)));
    }
    return tables;
  }

  private TableType member(Field field) {
    return schema.table(field.targets().get(random.nextInt(field.targets().size())));
  }
}
