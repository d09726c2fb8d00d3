package io.espalier.controller.cli;

import io.espalier.compressor.Target;
import io.espalier.compressor.prune.Sparsity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is pruned; one of them, or nothing is. */
final class TargetOptions {
  @Option(
      names = "--sparsity",
      paramLabel = "P",
      description = "Prune that share of all links, for instance 0.9.")
  private @Nullable Double sparsity;

  @Option(
      names = "--max-accuracy-drop",
      paramLabel = "D",
      description = "Prune as much as loses at most that share of accuracy: 0.005 is half a point.")
  private @Nullable Double accuracyDrop;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "Prune as little as brings the model under so many bytes on the wire.")
  private @Nullable Long bytes;

  @Option(
      names = "--max-micros",
      paramLabel = "T",
      description = "Prune as little as brings one inference under so many µs, on this machine.")
  private @Nullable Double micros;

  /**
   * The target.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  Target target() {
    if (accuracyDrop != null) {
      return new Target.AccuracyDrop(accuracyDrop);
    }
    if (bytes != null) {
      return new Target.Bytes(bytes);
    }
    if (micros != null) {
      return new Target.Latency(micros);
    }
    return new Target.Links(sparsity == null ? Sparsity.NONE : new Sparsity(sparsity));
  }
}
