package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;

/**
 * How a model is to be compressed.
 *
 * @param method how links are scored
 * @param target how much is pruned
 * @param allocation how the links that stay are shared out
 * @param repair what is done about what pruning broke
 * @param tuning how the model is trained again while and after it is pruned
 * @param quantisation the numbers it ends up with
 * @param layout how the weights of layers lie in the file
 * @param shrink whether units without a live link are taken out
 * @param reachable whether every output keeps a way from the input
 * @param seed of whatever is drawn at random
 */
public record CompressionRequest(
    Method method,
    Target target,
    Allocation allocation,
    Repair repair,
    Tuning tuning,
    Quantisation quantisation,
    LayoutRule layout,
    boolean shrink,
    boolean reachable,
    long seed) {
  /**
   * @throws IllegalArgumentException if layouts are to be measured of other numbers than FP32,
   *     which have the dense one only; or if links are to compete by the loss whose scores are not
   *     of it
   */
  public CompressionRequest {
    if (allocation == Allocation.LOSS && !method.isOfTheLoss()) {
      throw new IllegalArgumentException(
          "budget: expected 'loss' only where links are scored by it, found " + method.label());
    }
    if (layout == LayoutRule.AUTO && quantisation.format() != Precision.FP32) {
      throw new IllegalArgumentException(
          "layout: expected dense for %s, found %s"
              .formatted(quantisation.format().label(), layout.label()));
    }
  }

  /** Pruning by that method to that share of all links, and nothing else. */
  public static CompressionRequest prune(Method method, Sparsity sparsity) {
    return new CompressionRequest(
        method,
        new Target.Links(sparsity),
        Allocation.LAYER,
        Repair.NONE,
        Tuning.NONE,
        Quantisation.to(Precision.FP32),
        LayoutRule.DENSE,
        false,
        true,
        0);
  }

  /** The same with another target. */
  public CompressionRequest with(Target other) {
    return new CompressionRequest(
        method, other, allocation, repair, tuning, quantisation, layout, shrink, reachable, seed);
  }

  /** The same with another allocation. */
  public CompressionRequest with(Allocation other) {
    return new CompressionRequest(
        method, target, other, repair, tuning, quantisation, layout, shrink, reachable, seed);
  }

  /** The same with another repair. */
  public CompressionRequest with(Repair other) {
    return new CompressionRequest(
        method, target, allocation, other, tuning, quantisation, layout, shrink, reachable, seed);
  }

  /** The same with other training. */
  public CompressionRequest with(Tuning other) {
    return new CompressionRequest(
        method, target, allocation, repair, other, quantisation, layout, shrink, reachable, seed);
  }

  /** The same with other numbers. */
  public CompressionRequest with(Quantisation other) {
    return new CompressionRequest(
        method, target, allocation, repair, tuning, other, layout, shrink, reachable, seed);
  }

  /** The same with another layout. */
  public CompressionRequest with(LayoutRule other) {
    return new CompressionRequest(
        method, target, allocation, repair, tuning, quantisation, other, shrink, reachable, seed);
  }

  /** The same with units without a live link taken out. */
  public CompressionRequest shrunk() {
    return new CompressionRequest(
        method, target, allocation, repair, tuning, quantisation, layout, true, reachable, seed);
  }

  /** The same, but outputs may end up without a way from the input. */
  public CompressionRequest unreachableAllowed() {
    return new CompressionRequest(
        method, target, allocation, repair, tuning, quantisation, layout, shrink, false, seed);
  }

  /** The same with another seed. */
  public CompressionRequest seeded(long other) {
    return new CompressionRequest(
        method, target, allocation, repair, tuning, quantisation, layout, shrink, reachable, other);
  }
}
