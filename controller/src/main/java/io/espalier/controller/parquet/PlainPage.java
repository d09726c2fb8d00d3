package io.espalier.controller.parquet;

import io.espalier.controller.experiment.TrialColumn;
import io.espalier.controller.experiment.TrialRow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A column as a page: which rows have a value, then the values one after the other. */
final class PlainPage {
  private final ByteArrayOutputStream levels = new ByteArrayOutputStream();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();

  private PlainPage() {}

  static byte[] of(TrialColumn column, List<TrialRow> rows) {
    PlainPage page = new PlainPage();
    boolean present = false;
    int run = 0;
    for (TrialRow row : rows) {
      Object value = column.of(row);
      if (run > 0 && (value != null) != present) {
        page.run(present, run);
        run = 0;
      }
      present = value != null;
      run++;
      if (value != null) {
        page.value(value);
      }
    }
    if (!column.optional()) {
      return page.values.toByteArray();
    }
    if (run > 0) {
      page.run(present, run);
    }
    return page.withLevels();
  }

  /** So many rows that have a value, or so many that have none. */
  private void run(boolean present, int length) {
    int header = length << 1;
    while (header >= 0x80) {
      levels.write(header | 0x80);
      header >>>= 7;
    }
    levels.write(header);
    levels.write(present ? 1 : 0);
  }

  private void value(Object value) {
    if (value instanceof Integer number) {
      values.writeBytes(bytes(Integer.BYTES).putInt(number).array());
    } else if (value instanceof Long number) {
      values.writeBytes(bytes(Long.BYTES).putLong(number).array());
    } else if (value instanceof Double number) {
      values.writeBytes(bytes(Double.BYTES).putDouble(number).array());
    } else {
      byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
      values.writeBytes(bytes(Integer.BYTES).putInt(text.length).array());
      values.writeBytes(text);
    }
  }

  private byte[] withLevels() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(Integer.BYTES).putInt(levels.size()).array());
    all.writeBytes(levels.toByteArray());
    all.writeBytes(values.toByteArray());
    return all.toByteArray();
  }

  static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
