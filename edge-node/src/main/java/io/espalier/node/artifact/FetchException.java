package io.espalier.node.artifact;

import io.espalier.shared.artifact.Digest;
import org.jspecify.annotations.Nullable;

/** An artifact that could not be had. */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable Digest unobtainable;

  private FetchException(String message, @Nullable Digest unobtainable) {
    super(message);
    this.unobtainable = unobtainable;
  }

  /** The broker does not have it, or not intact: publishing it again would help. */
  static FetchException unobtainable(Digest digest, String why) {
    return new FetchException("artifact " + digest.abbreviated() + ": " + why, digest);
  }

  /** This node cannot take it: publishing it again would not help. */
  static FetchException unacceptable(Digest digest, String why) {
    return new FetchException("artifact " + digest.abbreviated() + ": " + why, null);
  }

  /** The artifact that should be published again; null where that would not help. */
  public @Nullable Digest unobtainable() {
    return unobtainable;
  }
}
