package io.espalier.shared.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans of a file, then its elements by {@link ElementModel}. The length of the file and of every
 * list comes first, in seven bits a byte, the lowest first, so that a reader can refuse it before
 * it takes memory.
 */
final class ContextCoder {
  private static final int MAX_SPANS = 1 << 16;
  private static final Span.Kind[] KINDS = Span.Kind.values();

  private ContextCoder() {}

  static byte[] encode(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Span> spans = Spans.of(plain);
    if (spans.size() > MAX_SPANS) {
      spans = List.of(Span.of(Span.Kind.BYTES, plain.length, 1));
    }
    spans = Noise.marked(plain, spans);
    writeNumber(out, plain.length);
    writeNumber(out, spans.size());
    for (Span span : spans) {
      out.write(span.kind().number());
      writeNumber(out, span.length());
      writeNumber(out, span.row());
      out.write(span.noise());
    }
    BitWriter bits = new BitWriter(out);
    try {
      code(plain.clone(), spans, bits);
    } catch (WireException e) {
      throw new IllegalStateException("writing cannot meet an end", e);
    }
    bits.finish();
    return out.toByteArray();
  }

  static byte[] decode(byte[] coded, long maxBytes) throws WireException {
    Header header = new Header(coded);
    int length = header.number("length", (int) Math.min(maxBytes, Integer.MAX_VALUE - 8));
    List<Span> spans = header.spans(length);
    BitReader bits = new BitReader(coded, header.position);
    byte[] plain = new byte[length];
    code(plain, spans, bits);
    if (!bits.isAtEnd()) {
      throw new WireException("coded bytes: more than the " + length + " plain bytes need");
    }
    return plain;
  }

  private static void code(byte[] data, List<Span> spans, BitCoder bits) throws WireException {
    ElementModel model = new ElementModel(bits, data.length);
    int from = 0;
    for (int n = 0; n < spans.size(); n++) {
      model.code(data, from, spans.get(n), n);
      from += spans.get(n).length();
    }
  }

  private static void writeNumber(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** What comes before the elements. */
  private static final class Header {
    private final byte[] in;
    private int position;

    Header(byte[] in) {
      this.in = in;
    }

    List<Span> spans(int length) throws WireException {
      int count = number("spans", MAX_SPANS);
      List<Span> spans = new ArrayList<>();
      int rest = length;
      for (int n = 0; n < count; n++) {
        Span.Kind kind = KINDS[number("kind", Span.Kind.COUNT - 1)];
        Span span =
            new Span(
                kind,
                number("span", rest),
                number("row", rest),
                number("noise", (1 << kind.size()) - 1));
        if (span.row() < 1 || span.length() < 1 || span.length() % kind.size() != 0) {
          throw new WireException(
              "span %d: expected whole elements in rows, found %s".formatted(n, span));
        }
        spans.add(span);
        rest -= span.length();
      }
      if (rest != 0) {
        throw new WireException(
            "spans: expected %d bytes in all, found %d less".formatted(length, rest));
      }
      return spans;
    }

    int number(String what, int max) throws WireException {
      long number = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        if (position == in.length) {
          throw new WireException(what + ": more coded bytes expected after byte " + position);
        }
        int next = in[position++];
        number |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          if (number > max) {
            break;
          }
          return (int) number;
        }
      }
      throw new WireException("%s: expected at most %d, found more".formatted(what, max));
    }
  }
}
