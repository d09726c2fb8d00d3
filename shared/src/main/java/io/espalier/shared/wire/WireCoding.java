package io.espalier.shared.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the bytes of an artifact are coded for their way to a node. */
public enum WireCoding {
  /** As they are. */
  PLAIN {
    @Override
    public byte[] encoded(byte[] plain) {
      return plain;
    }

    @Override
    public byte[] decode(byte[] coded, long maxBytes) throws WireException {
      if (coded.length > maxBytes) {
        throw new WireException(
            "plain bytes: expected at most %d, found %d".formatted(maxBytes, coded.length));
      }
      return coded;
    }
  },
  /** By DEFLATE (RFC 1951): fast, for what is large. */
  DEFLATE {
    @Override
    public byte[] encoded(byte[] plain) {
      return Deflated.encode(plain);
    }

    @Override
    public byte[] decode(byte[] coded, long maxBytes) throws WireException {
      return Deflated.decode(coded, maxBytes);
    }
  },
  /** By contexts that know what weights look like: a quarter to a third less than by zstd. */
  CONTEXT {
    @Override
    public byte[] encoded(byte[] plain) {
      return ContextCoder.encode(plain);
    }

    @Override
    public byte[] decode(byte[] coded, long maxBytes) throws WireException {
      return ContextCoder.decode(coded, maxBytes);
    }
  };

  /** Beyond this a small board would decode for longer than the bytes saved take to send. */
  private static final int MAX_CONTEXT_BYTES = 4 << 20;

  /**
   * Bytes as they travel.
   *
   * @param coding what turns them back
   * @param bytes the coded bytes; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Coded(WireCoding coding, byte[] bytes) {}

  /**
   * Codes bytes in the way that suits them; the same bytes always in the same way.
   *
   * @param plain not changed, not copied
   */
  public static Coded encode(byte[] plain) {
    byte[] deflated = DEFLATE.encoded(plain);
    // Where DEFLATE finds little, there are hardly any zeros, and contexts find little more.
    boolean redundant = deflated.length < plain.length - plain.length / 4;
    if (redundant && plain.length <= MAX_CONTEXT_BYTES) {
      byte[] coded = CONTEXT.encoded(plain);
      return coded.length < deflated.length
          ? new Coded(CONTEXT, coded)
          : new Coded(DEFLATE, deflated);
    }
    return deflated.length < plain.length - plain.length / 100
        ? new Coded(DEFLATE, deflated)
        : new Coded(PLAIN, plain);
  }

  /**
   * Codes bytes in this way.
   *
   * @param plain not changed; may be the result
   */
  public abstract byte[] encoded(byte[] plain);

  /**
   * Turns coded bytes back.
   *
   * @param coded may be of any origin; not changed
   * @param maxBytes how many plain bytes there may be; nothing larger is ever allocated
   * @throws WireException if they are not what this coding writes, or too many
   */
  public abstract byte[] decode(byte[] coded, long maxBytes) throws WireException;

  /** The name on the wire: {@code plain}, {@code deflate}, {@code context}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The coding of that label.
   *
   * @throws IllegalArgumentException for any other label
   */
  @JsonCreator
  public static WireCoding of(String label) {
    for (WireCoding coding : values()) {
      if (coding.label().equals(label)) {
        return coding;
      }
    }
    throw new IllegalArgumentException(
        "coding: expected plain, deflate or context, found '" + label + "'");
  }
}
