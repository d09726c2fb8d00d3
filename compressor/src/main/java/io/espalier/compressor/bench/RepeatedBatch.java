package io.espalier.compressor.bench;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import java.util.List;
import java.util.SplittableRandom;

/** A model whose data is one batch over and over, so that any number of samples takes no memory. */
final class RepeatedBatch implements LinkModel {
  private final LinkModel model;
  private final int batches;
  private long heapAtLast;

  /** The first batch of a model, that many times. */
  RepeatedBatch(LinkModel model, int batches) {
    this.model = model;
    this.batches = batches;
  }

  @Override
  public List<LinkLayer> layers() {
    return model.layers();
  }

  @Override
  public LinkModel with(List<LinkLayer> layers) {
    return new RepeatedBatch(model.with(layers), batches);
  }

  @Override
  public LinkModel sampled(int samples, SplittableRandom random) {
    return this;
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public Pass run(int batch) {
    if (batch == batches - 1) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heapAtLast = runtime.totalMemory() - runtime.freeMemory();
    }
    return model.run(0);
  }

  /** The bytes in use when the last batch began. */
  long heapAtLast() {
    return heapAtLast;
  }
}
