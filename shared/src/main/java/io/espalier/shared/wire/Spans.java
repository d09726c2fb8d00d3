package io.espalier.shared.wire;

import io.espalier.shared.wire.Span.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the tensors in a file, so that its numbers can be coded as the rows and columns that they
 * are. Knows {@code .tflite} and IDX; any other file, and any that is not what it seems, is bytes.
 */
final class Spans {
  /** Alignment in both formats, so that bytes below one another mean the same. */
  private static final int WORD = 4;

  private static final int MIN_LENGTH = 64;
  private static final int TFLITE = 0x334c4654;

  private final ByteBuffer file;
  private final TreeMap<Integer, Span> found = new TreeMap<>();

  private Spans(byte[] content) {
    this.file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Spans that together are the whole file. */
  static List<Span> of(byte[] content) {
    Spans spans = new Spans(content);
    try {
      if (content.length > 8 && spans.file.getInt(4) == TFLITE) {
        spans.findTensors();
      } else if (content.length > 16
          && spans.file.order(ByteOrder.BIG_ENDIAN).getInt(0) >>> 8 == 8) {
        spans.findIdx(content[3]);
      }
    } catch (IndexOutOfBoundsException e) {
      spans.found.clear();
    }
    return spans.filled(content.length);
  }

  private void findIdx(int rank) {
    int row = file.getInt(WORD * rank);
    int header = WORD + WORD * rank;
    if (rank > 1 && rank < 5 && row > 0 && header < file.capacity()) {
      found.put(header, Span.of(Kind.BYTES, file.capacity() - header, row));
    }
  }

  private void findTensors() {
    int model = file.getInt(0);
    int graphs = vector(model, 2);
    int buffers = vector(model, 4);
    for (int g = 0; g < length(graphs); g++) {
      int tensors = vector(element(graphs, g), 0);
      for (int t = 0; t < length(tensors); t++) {
        tensor(element(tensors, t), buffers);
      }
    }
  }

  private void tensor(int tensor, int buffers) {
    int type = field(tensor, 1);
    Kind kind = type == 0 ? Kind.FP32 : KINDS.get((int) file.get(type));
    int buffer = field(tensor, 2);
    int number = buffer == 0 ? 0 : file.getInt(buffer);
    if (kind == null || number <= 0 || number >= length(buffers)) {
      return;
    }
    int data = vector(element(buffers, number), 0);
    int bytes = data == 0 ? 0 : file.getInt(data);
    if (bytes >= MIN_LENGTH && bytes % kind.size() == 0 && bytes <= file.capacity() - data - WORD) {
      found.put(data + WORD, Span.of(kind, bytes, row(vector(tensor, 0), bytes / kind.size())));
    }
  }

  /** The elements of one filter or unit; where there is but one, of its last dimension. */
  private int row(int shape, int elements) {
    int rank = shape == 0 ? 0 : length(shape);
    if (rank < 2) {
      return elements;
    }
    int first = file.getInt(shape + WORD);
    int row = first > 1 ? elements / first : file.getInt(shape + WORD * rank);
    return Math.max(1, Math.min(elements, row));
  }

  /** The spans that were found and what lies between them; where they overlap, the first stays. */
  private List<Span> filled(int length) {
    List<Span> all = new ArrayList<>();
    int end = 0;
    for (Map.Entry<Integer, Span> entry : found.entrySet()) {
      int start = entry.getKey();
      if (start < end) {
        continue;
      }
      if (start > end) {
        all.add(Span.of(Kind.BYTES, start - end, WORD));
      }
      all.add(entry.getValue());
      end = start + entry.getValue().length();
    }
    if (end < length) {
      all.add(Span.of(Kind.BYTES, length - end, WORD));
    }
    return all;
  }

  /** TensorFlow Lite's numbers of the element types, as in its schema. */
  private static final Map<Integer, Kind> KINDS =
      Map.of(0, Kind.FP32, 1, Kind.FP16, 2, Kind.INT32, 9, Kind.INT8);

  /** Where field {@code n} of a table is; 0 where it is absent. */
  private int field(int table, int n) {
    int entries = table - file.getInt(table);
    int entry = WORD + 2 * n;
    if (entry >= Short.toUnsignedInt(file.getShort(entries))) {
      return 0;
    }
    int offset = Short.toUnsignedInt(file.getShort(entries + entry));
    return offset == 0 ? 0 : table + offset;
  }

  /** Where the vector in field {@code n} of a table is; 0 where it is absent. */
  private int vector(int table, int n) {
    int field = field(table, n);
    return field == 0 ? 0 : field + file.getInt(field);
  }

  private int length(int vector) {
    return vector == 0 ? 0 : Math.min(file.getInt(vector), file.capacity() / WORD);
  }

  /** Where the table that is element {@code n} of a vector is. */
  private int element(int vector, int n) {
    int at = vector + WORD + WORD * n;
    return at + file.getInt(at);
  }
}
