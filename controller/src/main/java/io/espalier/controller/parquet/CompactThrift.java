package io.espalier.controller.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Structures in Thrift's compact protocol, as far as the metadata of Parquet needs them. */
final class CompactThrift {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int FEW = 15;
  private static final int BITS = 7;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> before = new ArrayDeque<>(List.of(0));

  /** What {@code fields} writes, as a structure. */
  static byte[] struct(Consumer<CompactThrift> fields) {
    CompactThrift thrift = new CompactThrift();
    fields.accept(thrift);
    thrift.out.write(0);
    return thrift.out.toByteArray();
  }

  void i32(int field, int value) {
    header(field, I32);
    zigzag(value);
  }

  void i64(int field, long value) {
    header(field, I64);
    zigzag(value);
  }

  void text(int field, String value) {
    header(field, BINARY);
    binary(value);
  }

  void struct(int field, Consumer<CompactThrift> fields) {
    header(field, STRUCT);
    nested(fields);
  }

  void i32s(int field, List<Integer> values) {
    list(field, I32, values.size());
    values.forEach(this::zigzag);
  }

  void texts(int field, List<String> values) {
    list(field, BINARY, values.size());
    values.forEach(this::binary);
  }

  void structs(int field, List<Consumer<CompactThrift>> values) {
    list(field, STRUCT, values.size());
    values.forEach(this::nested);
  }

  private void nested(Consumer<CompactThrift> fields) {
    before.push(0);
    fields.accept(this);
    before.pop();
    out.write(0);
  }

  /** Fields come in order, and each says how far it is from the one before. */
  private void header(int field, int type) {
    int step = field - before.pop();
    if (step < 1 || step > FEW) {
      throw new IllegalArgumentException("field " + field + " is not after those before it");
    }
    before.push(field);
    out.write(step << 4 | type);
  }

  private void list(int field, int type, int size) {
    header(field, LIST);
    if (size < FEW) {
      out.write(size << 4 | type);
    } else {
      out.write(FEW << 4 | type);
      varint(size);
    }
  }

  private void binary(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void zigzag(long value) {
    varint(value << 1 ^ value >> (Long.SIZE - 1));
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & -(1L << BITS)) != 0) {
      out.write((int) (rest | 1L << BITS));
      rest >>>= BITS;
    }
    out.write((int) rest);
  }
}
