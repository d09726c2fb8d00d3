package io.espalier.controller.artifact;

/** Content that is not what it is said to be; nothing of it was kept. */
public final class ArtifactRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  ArtifactRefusedException(String message) {
    super(message);
  }
}
