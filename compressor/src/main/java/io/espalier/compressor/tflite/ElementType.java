package io.espalier.compressor.tflite;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBool;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteFloat16;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteFloat32;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteInt16;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteInt32;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteInt64;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteInt8;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteUInt8;

import io.espalier.compressor.quantise.Float16;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** The numbers that flow through models: those that floats can be made into and from. */
enum ElementType {
  FLOAT32(kTfLiteFloat32, 4) {
    @Override
    double get(ByteBuffer data) {
      return data.getFloat();
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.putFloat((float) value);
    }
  },
  FLOAT16(kTfLiteFloat16, 2) {
    @Override
    double get(ByteBuffer data) {
      return Float16.toFloat(data.getShort());
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.putShort(Float16.toHalf((float) value));
    }
  },
  INT8(kTfLiteInt8, 1, Byte.MIN_VALUE, Byte.MAX_VALUE) {
    @Override
    double get(ByteBuffer data) {
      return data.get();
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.put((byte) value);
    }
  },
  UINT8(kTfLiteUInt8, 1, 0, 255) {
    @Override
    double get(ByteBuffer data) {
      return data.get() & 0xff;
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.put((byte) (int) value);
    }
  },
  INT16(kTfLiteInt16, 2, Short.MIN_VALUE, Short.MAX_VALUE) {
    @Override
    double get(ByteBuffer data) {
      return data.getShort();
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.putShort((short) value);
    }
  },
  INT32(kTfLiteInt32, 4, Integer.MIN_VALUE, Integer.MAX_VALUE) {
    @Override
    double get(ByteBuffer data) {
      return data.getInt();
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.putInt((int) value);
    }
  },
  INT64(kTfLiteInt64, 8, Long.MIN_VALUE, Long.MAX_VALUE) {
    @Override
    double get(ByteBuffer data) {
      return data.getLong();
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.putLong((long) value);
    }
  },
  BOOL(kTfLiteBool, 1, 0, 1) {
    @Override
    double get(ByteBuffer data) {
      return data.get() == 0 ? 0 : 1;
    }

    @Override
    void put(ByteBuffer data, double value) {
      data.put((byte) value);
    }
  };

  final int bytes;
  final boolean whole;
  final double least;
  final double most;

  private final int code;

  ElementType(int code, int bytes) {
    this(code, bytes, false, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  ElementType(int code, int bytes, double least, double most) {
    this(code, bytes, true, least, most);
  }

  ElementType(int code, int bytes, boolean whole, double least, double most) {
    this.code = code;
    this.bytes = bytes;
    this.whole = whole;
    this.least = least;
    this.most = most;
  }

  /** Reads one element. */
  abstract double get(ByteBuffer data);

  /** Writes one element that is in range. */
  abstract void put(ByteBuffer data, double value);

  /** The type of a number of TensorFlow Lite's. */
  static Optional<ElementType> of(int code) {
    return Stream.of(values()).filter(type -> type.code == code).findFirst();
  }
}
