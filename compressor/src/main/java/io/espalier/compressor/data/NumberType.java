package io.espalier.compressor.data;

import io.espalier.compressor.quantise.Float16;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** How NumPy's files hold numbers. */
enum NumberType {
  FLOAT16("f2", 2, false) {
    @Override
    double next(ByteBuffer in) {
      return Float16.toFloat(in.getShort());
    }
  },
  FLOAT32("f4", 4, false) {
    @Override
    double next(ByteBuffer in) {
      return in.getFloat();
    }
  },
  FLOAT64("f8", 8, false) {
    @Override
    double next(ByteBuffer in) {
      return in.getDouble();
    }
  },
  INT8("i1", 1, true) {
    @Override
    double next(ByteBuffer in) {
      return in.get();
    }
  },
  UINT8("u1", 1, true) {
    @Override
    double next(ByteBuffer in) {
      return in.get() & 0xff;
    }
  },
  INT16("i2", 2, true) {
    @Override
    double next(ByteBuffer in) {
      return in.getShort();
    }
  },
  UINT16("u2", 2, true) {
    @Override
    double next(ByteBuffer in) {
      return in.getShort() & 0xffff;
    }
  },
  INT32("i4", 4, true) {
    @Override
    double next(ByteBuffer in) {
      return in.getInt();
    }
  },
  INT64("i8", 8, true) {
    @Override
    double next(ByteBuffer in) {
      return in.getLong();
    }
  },
  BOOL("b1", 1, true) {
    @Override
    double next(ByteBuffer in) {
      return in.get() == 0 ? 0 : 1;
    }
  };

  final String code;
  final int bytes;
  final boolean whole;

  NumberType(String code, int bytes, boolean whole) {
    this.code = code;
    this.bytes = bytes;
    this.whole = whole;
  }

  /** Reads one number, in the buffer's byte order. */
  abstract double next(ByteBuffer in);

  /** The type of a code without its byte order, for instance {@code f4}. */
  static Optional<NumberType> of(String code) {
    return Stream.of(values()).filter(type -> type.code.equals(code)).findFirst();
  }
}
