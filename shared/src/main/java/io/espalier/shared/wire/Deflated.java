package io.espalier.shared.wire;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** DEFLATE at its strongest, without a header. */
final class Deflated {
  private static final int BUFFER = 1 << 16;

  private Deflated() {}

  static byte[] encode(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  static byte[] decode(byte[] coded, long maxBytes) throws WireException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(coded);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && !inflater.finished()) {
          throw new WireException("coded bytes: more expected after byte " + coded.length);
        }
        if (out.size() + (long) count > maxBytes) {
          throw new WireException(
              "plain bytes: expected at most %d, found more".formatted(maxBytes));
        }
        out.write(buffer, 0, count);
      }
      if (inflater.getRemaining() > 0) {
        throw new WireException(
            "coded bytes: %d after their end".formatted(inflater.getRemaining()));
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new WireException("coded bytes: no DEFLATE: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
