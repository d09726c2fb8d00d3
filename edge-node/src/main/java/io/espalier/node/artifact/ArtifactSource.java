package io.espalier.node.artifact;

import io.espalier.shared.artifact.Digest;
import java.util.function.Consumer;

/**
 * Where artifacts come from. What is opened may arrive any number of times, from another thread,
 * until it is closed; opening again asks for it again.
 */
public interface ArtifactSource {
  /** Whether anything can arrive at present. */
  boolean isConnected();

  /** Asks for the manifest of an artifact. */
  void openManifest(Digest artifact, Consumer<byte[]> arrived);

  /** Wants the manifest no more. */
  void closeManifest(Digest artifact);

  /** Asks for chunk {@code n} of an artifact. */
  void openChunk(Digest artifact, int n, Consumer<byte[]> arrived);

  /** Wants chunk {@code n} no more. */
  void closeChunk(Digest artifact, int n);
}
