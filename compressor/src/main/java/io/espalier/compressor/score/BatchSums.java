package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LayerBatch;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Adds up something over all batches of a model, for each group of units. */
final class BatchSums {
  // So much may all sums of all slices take, in numbers.
  private static final long NUMBERS = 1 << 26;
  private static final int SLICES = 16;

  private BatchSums() {}

  /** What is added up for a group of units. */
  interface Sum<S> {
    /** Adds what a batch holds. */
    void add(Look look);

    /** Adds what another sum holds, of later batches. */
    void merge(S later);
  }

  /** A batch as a group of units sees it. */
  record Look(LinkModel.Pass pass, int layer, int group, DenseLayer units) {
    LayerBatch batch() {
      return pass.batch(layer, group);
    }
  }

  /**
   * Adds up over slices of the batches, on all threads, and merges the slices in their order; how
   * many slices there are depends on the model alone, so that the result does, too.
   *
   * @param empty makes the sum of a group before the first batch
   * @return for each layer, for each of its groups, the sum
   */
  static <S extends Sum<S>> List<List<S>> over(
      LinkModel model, Function<DenseLayer, S> empty, Workers workers) throws InterruptedException {
    long links = model.layers().stream().mapToLong(LinkLayer::links).sum();
    int slices = (int) Math.max(1, Math.min(Math.min(SLICES, model.batches()), NUMBERS / links));
    List<List<List<S>>> ofSlices = new ArrayList<>(Collections.nCopies(slices, List.of()));
    workers.forEach(
        slices,
        s -> {
          List<List<S>> sums = empty(model, empty);
          int from = (int) ((long) model.batches() * s / slices);
          int to = (int) ((long) model.batches() * (s + 1) / slices);
          for (int b = from; b < to && !Thread.currentThread().isInterrupted(); b++) {
            addBatch(model, b, sums);
          }
          ofSlices.set(s, sums);
        });
    List<List<S>> all = ofSlices.get(0);
    for (List<List<S>> later : ofSlices.subList(1, slices)) {
      pairs(all, later, Sum::merge);
    }
    return all;
  }

  private static <S extends Sum<S>> List<List<S>> empty(
      LinkModel model, Function<DenseLayer, S> empty) {
    return model.layers().stream()
        .map(layer -> layer.groups().stream().map(empty).toList())
        .toList();
  }

  private static <S extends Sum<S>> void addBatch(LinkModel model, int b, List<List<S>> sums) {
    LinkModel.Pass pass = model.run(b);
    for (int l = 0; l < sums.size(); l++) {
      List<DenseLayer> groups = model.layers().get(l).groups();
      for (int g = 0; g < groups.size(); g++) {
        sums.get(l).get(g).add(new Look(pass, l, g, groups.get(g)));
      }
    }
  }

  private static <S> void pairs(List<List<S>> all, List<List<S>> later, BiConsumer<S, S> merge) {
    for (int l = 0; l < all.size(); l++) {
      for (int g = 0; g < all.get(l).size(); g++) {
        merge.accept(all.get(l).get(g), later.get(l).get(g));
      }
    }
  }

  /** Makes the scores of a layer out of those of its groups. */
  static <S> List<float[]> toScores(LinkModel model, List<List<S>> sums, Scoring<S> scoring) {
    List<float[]> scores = new ArrayList<>();
    for (int l = 0; l < sums.size(); l++) {
      LinkLayer layer = model.layers().get(l);
      float[] ofLayer = new float[layer.links()];
      int start = 0;
      for (int g = 0; g < layer.groups().size(); g++) {
        DenseLayer units = layer.groups().get(g);
        for (int i = 0; i < units.links(); i++) {
          ofLayer[start + i] = (float) scoring.score(units, sums.get(l).get(g), i);
        }
        start += units.links();
      }
      scores.add(ofLayer);
    }
    return scores;
  }

  /** What one link of a group is worth. */
  @FunctionalInterface
  interface Scoring<S> {
    double score(DenseLayer units, S sum, int link);
  }
}
