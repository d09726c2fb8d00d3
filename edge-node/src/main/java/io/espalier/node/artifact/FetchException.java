package io.espalier.node.artifact;

import io.espalier.shared.artifact.Digest;
import org.jspecify.annotations.Nullable;

/** An artifact that could not be had. */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable Digest unobtainable;
  private final boolean resumable;

  private FetchException(String message, @Nullable Digest unobtainable, boolean resumable) {
    super(message);
    this.unobtainable = unobtainable;
    this.resumable = resumable;
  }

  /** The broker does not have all of it: publishing it again would help. */
  static FetchException unobtainable(Digest digest, String why) {
    return new FetchException(named(digest, why), digest, true);
  }

  /** The broker has it, but not intact: publishing it again would help. */
  static FetchException damaged(Digest digest, String why) {
    return new FetchException(named(digest, why), digest, false);
  }

  /** This node cannot take it: publishing it again would not help. */
  static FetchException unacceptable(Digest digest, String why) {
    return new FetchException(named(digest, why), null, false);
  }

  /** The artifact that should be published again; null where that would not help. */
  public @Nullable Digest unobtainable() {
    return unobtainable;
  }

  /** Whether the chunks that came are worth keeping. */
  boolean isResumable() {
    return resumable;
  }

  private static String named(Digest digest, String why) {
    return "artifact " + digest.abbreviated() + ": " + why;
  }
}
