package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** A tensor of a {@link ModelGraph}. */
public final class ModelTensor {
  private final int number;
  private final Table table;
  private final ByteBuffer data;

  ModelTensor(int number, Table table, ByteBuffer data) {
    this.number = number;
    this.table = table;
    this.data = data;
  }

  /** Its number in the graph. */
  public int number() {
    return number;
  }

  /** Its name, possibly empty, and not always unique. */
  public String name() {
    return table.text("name");
  }

  /** What each element is. */
  public DataType type() {
    return DataType.of(table.integer("type")).orElseThrow();
  }

  /** Its extents; 1 in the place of those that are open. */
  public int[] shape() {
    return table.integers("shape");
  }

  /** Its extents with −1 for those that are open; empty if the file says nothing of them. */
  public Optional<int[]> shapeSignature() {
    return table.has("shape_signature")
        ? Optional.of(table.integers("shape_signature"))
        : Optional.empty();
  }

  /** How many elements its shape makes; 0 for a shape that is none. */
  public long elements() {
    long elements = 1;
    for (int extent : shape()) {
      // Clamped, for a garbled shape could overflow even a long.
      elements = Math.min(elements * Math.max(0, extent), Integer.MAX_VALUE * 16L);
    }
    return elements;
  }

  /** Whether the file holds its values. */
  public boolean isConstant() {
    return data.hasRemaining();
  }

  /** The bytes of its values, not copied: little-endian, read-only, empty if it is no constant. */
  public ByteBuffer data() {
    return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The values of a constant of single floats.
   *
   * @throws TfLiteException if it is something else, or has not as many as its shape says
   */
  public float[] floats() {
    if (type() != DataType.FLOAT32 || isSparse()) {
      throw new TfLiteException(
          "%s: expected dense FLOAT32, found %s".formatted(this, isSparse() ? "sparse" : type()));
    }
    if (data.remaining() != elements() * Float.BYTES) {
      throw new TfLiteException(
          "%s: expected %d bytes, found %d"
              .formatted(this, elements() * Float.BYTES, data.remaining()));
    }
    float[] values = new float[data.remaining() / Float.BYTES];
    data().asFloatBuffer().get(values);
    return values;
  }

  /** What its whole numbers stand for; empty if it is not quantised. */
  public Optional<Quantization> quantization() {
    return Quantization.of(table);
  }

  /** Whether it keeps its values from one inference to the next. */
  public boolean isVariable() {
    return table.integer("is_variable") != 0;
  }

  /** Whether its values are stored without their zeros. */
  public boolean isSparse() {
    return table.has("sparsity");
  }

  /** All that the file says of it, by the names of {@code tflite.schema}. */
  public Table table() {
    return table;
  }

  @Override
  public String toString() {
    return "tensor %d (%s)".formatted(number, name());
  }
}
