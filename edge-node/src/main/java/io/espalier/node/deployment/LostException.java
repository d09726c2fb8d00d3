package io.espalier.node.deployment;

import io.espalier.shared.artifact.Digest;

/** A file that a model needs is gone or damaged; nothing is wrong with the model. */
final class LostException extends Exception {
  private static final long serialVersionUID = 1L;

  LostException(Digest digest) {
    super("artifact " + digest.abbreviated() + ": not on this node");
  }
}
