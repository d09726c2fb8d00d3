package io.espalier.compressor.flat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Where the slots of a table stand within it, the widest first so that no padding is needed.
 *
 * @param alignment of the table itself, in bytes
 * @param vtable says the same in the file; tables of the same layout share it
 */
record TableLayout(int alignment, VTable vtable) {
  /**
   * The bytes of the table, then the offset of each slot, 0 for an absent one.
   *
   * @param tableBytes with the offset to the vtable, which comes first
   */
  record VTable(int tableBytes, List<Integer> offsets) {
    int bytes() {
      return Short.BYTES * (2 + offsets.size());
    }

    void write(ByteBuffer out, int at) {
      out.putShort(at, (short) bytes());
      out.putShort(at + Short.BYTES, (short) tableBytes);
      for (int i = 0; i < offsets.size(); i++) {
        out.putShort(at + Short.BYTES * (2 + i), (short) (int) offsets.get(i));
      }
    }
  }

  static TableLayout of(Table table) {
    List<Field> present = table.present();
    List<Integer> offsets = new ArrayList<>();
    if (!present.isEmpty()) {
      int last = present.get(present.size() - 1).id();
      offsets.addAll(Collections.nCopies(last + 1, 0));
    }
    int end = Integer.BYTES;
    int alignment = Integer.BYTES;
    List<Field> widestFirst = new ArrayList<>(present);
    widestFirst.sort(Comparator.comparingInt(Field::inlineBytes).reversed());
    for (Field field : widestFirst) {
      int bytes = field.inlineBytes();
      alignment = Math.max(alignment, bytes);
      // Only the first wide slot ever meets a gap.
      end = (end + bytes - 1) / bytes * bytes;
      offsets.set(field.id(), end);
      end += bytes;
    }
    return new TableLayout(alignment, new VTable(end, List.copyOf(offsets)));
  }
}
