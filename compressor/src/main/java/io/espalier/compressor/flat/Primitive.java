package io.espalier.compressor.flat;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The scalars of FlatBuffers, carried as longs; floats as the bits that they are stored in. */
enum Primitive {
  BOOL(1),
  BYTE(1),
  UBYTE(1),
  SHORT(2),
  USHORT(2),
  INT(4),
  UINT(4),
  FLOAT(4),
  LONG(8),
  ULONG(8),
  DOUBLE(8);

  final int bytes;

  Primitive(int bytes) {
    this.bytes = bytes;
  }

  long get(ByteBuffer data, int at) {
    return switch (this) {
      case BOOL, UBYTE -> data.get(at) & 0xff;
      case BYTE -> data.get(at);
      case SHORT -> data.getShort(at);
      case USHORT -> data.getShort(at) & 0xffff;
      case INT, FLOAT -> data.getInt(at);
      case UINT -> data.getInt(at) & 0xffffffffL;
      case LONG, ULONG, DOUBLE -> data.getLong(at);
    };
  }

  void put(ByteBuffer data, int at, long value) {
    switch (bytes) {
      case 1 -> data.put(at, (byte) value);
      case 2 -> data.putShort(at, (short) value);
      case 4 -> data.putInt(at, (int) value);
      default -> data.putLong(at, value);
    }
  }

  static boolean names(String word) {
    for (Primitive primitive : values()) {
      if (primitive.word().equals(word)) {
        return true;
      }
    }
    return false;
  }

  static Primitive of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
