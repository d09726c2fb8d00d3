package io.espalier.compressor.tflite;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a tensor of a file holds. */
public enum DataType {
  FLOAT32(0, 32),
  FLOAT16(1, 16),
  INT32(2, 32),
  UINT8(3, 8),
  INT64(4, 64),
  STRING(5, 0),
  BOOL(6, 8),
  INT16(7, 16),
  COMPLEX64(8, 64),
  INT8(9, 8),
  FLOAT64(10, 64),
  COMPLEX128(11, 128),
  UINT64(12, 64),
  RESOURCE(13, 0),
  VARIANT(14, 0),
  UINT32(15, 32),
  UINT16(16, 16),
  INT4(17, 4),
  BFLOAT16(18, 16),
  INT2(19, 2),
  UINT4(20, 4),
  FLOAT8_E4M3FN(21, 8),
  FLOAT8_E5M2(22, 8);

  private static final Map<Long, DataType> BY_CODE =
      Stream.of(values()).collect(Collectors.toMap(type -> (long) type.code, type -> type));

  private final int code;
  private final int bits;

  DataType(int code, int bits) {
    this.code = code;
    this.bits = bits;
  }

  /** How many bits an element takes; 0 where elements differ. */
  public int bits() {
    return bits;
  }

  /** The bytes of so many elements, packed; at most {@link Long#MAX_VALUE}. */
  long bytes(long elements) {
    return elements > Long.MAX_VALUE / 128 ? Long.MAX_VALUE : (elements * bits + 7) / 8;
  }

  /** The format's number of it. */
  int code() {
    return code;
  }

  /** The type of a number of the format's. */
  static Optional<DataType> of(long code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
