package io.espalier.compressor;

import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.head.RbfSvm;
import io.espalier.compressor.head.RbfSvmHead;
import io.espalier.compressor.head.RbfSvmTrainer;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Pruner;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.Method;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.compressor.train.Trainer;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes compressed models of a data set: trains a network, scores its links, prunes it, fits a head
 * to what the pruned network makes of its training images, and writes both as {@code .tflite}.
 *
 * <p>The same data, plan, seed and build give the same bytes on the same kind of processor.
 */
public final class CompressionPipeline {
  private final Dataset data;
  private final CompressionPlan plan;
  private final CompressionListener listener;
  private final Recipes recipes;

  /**
   * A pipeline that can be run for any number of seeds.
   *
   * @throws IllegalArgumentException if the plan's layers do not fit the images
   */
  public CompressionPipeline(Dataset data, CompressionPlan plan, CompressionListener listener) {
    if (plan.training().width() != data.width()) {
      throw new IllegalArgumentException(
          "layers: expected %d first and last, as images of %s have pixels, found %d"
              .formatted(data.width(), data.name(), plan.training().width()));
    }
    this.data = data;
    this.plan = plan;
    this.listener = listener;
    this.recipes = new Recipes(data, plan);
  }

  /**
   * Trains a network and makes all of {@link CompressionPlan#variants()}.
   *
   * @param ready is handed each model as soon as it is made, in that order, on this thread
   * @throws InterruptedException if this thread is interrupted
   */
  public void run(long seed, Consumer<CompressedModel> ready) throws InterruptedException {
    run(seed, variant -> true, ready);
  }

  /** The same for some of the variants. */
  public void run(long seed, Predicate<Variant> wanted, Consumer<CompressedModel> ready)
      throws InterruptedException {
    try (Workers workers = Workers.onEveryCore("compressor")) {
      Seeds seeds = Seeds.of(seed);
      Mlp dense = train(seeds, workers);
      compress(dense, seeds, wanted, ready, workers);
    }
  }

  /**
   * Makes what is still missing of an earlier run, without training again.
   *
   * @param denseFile the FP32 file of {@link Variant#DENSE} from that run
   * @param missing which variants to make
   * @param ready as for {@link #run}
   * @throws IllegalArgumentException if the file is not one of ours, or was trained otherwise
   * @throws InterruptedException if this thread is interrupted
   */
  public void resume(
      long seed, byte[] denseFile, Predicate<Variant> missing, Consumer<CompressedModel> ready)
      throws InterruptedException {
    requireSameTraining(seed, denseFile);
    Mlp dense = TfLiteReader.read(denseFile);
    try (Workers workers = Workers.onEveryCore("compressor")) {
      compress(dense, Seeds.of(seed), missing, ready, workers);
    }
  }

  private void compress(
      Mlp dense,
      Seeds seeds,
      Predicate<Variant> missing,
      Consumer<CompressedModel> ready,
      Workers workers)
      throws InterruptedException {
    if (missing.test(Variant.DENSE)) {
      ready.accept(finish(dense, Variant.DENSE, seeds));
    }
    for (Method method : plan.methods()) {
      List<Variant> variants = plan.variants(method).stream().filter(missing).toList();
      if (variants.isEmpty()) {
        continue;
      }
      LinkScores scores = score(dense, method, seeds, workers);
      for (Variant variant : variants) {
        PruningMask mask = PruningMask.keepingBest(scores, variant.sparsity());
        ready.accept(finish(Pruner.prune(dense, mask), variant, seeds));
      }
    }
  }

  private Mlp train(Seeds seeds, Workers workers) throws InterruptedException {
    int epochs = plan.training().epochs();
    return new Trainer(plan.training(), workers)
        .train(
            data.trainImages(),
            seeds.training(),
            (epoch, fraction, loss) ->
                listener.progress(
                    Stage.TRAIN,
                    (epoch + fraction) / epochs,
                    "epoch %d/%d, loss %.4f".formatted(epoch + 1, epochs, loss)));
  }

  private LinkScores score(Mlp dense, Method method, Seeds seeds, Workers workers)
      throws InterruptedException {
    listener.progress(Stage.SCORE, 0, method.label());
    LinkScores scores =
        method.scorer(workers).score(new CalibratedMlp(dense, data.trainImages()), seeds.scoring());
    listener.progress(Stage.SCORE, 1, method.label());
    return scores;
  }

  private CompressedModel finish(Mlp network, Variant variant, Seeds seeds)
      throws InterruptedException {
    RbfSvm svm = fitHead(network, variant);
    listener.progress(Stage.WRITE, 0, variant.toString());
    Map<Precision, ArtifactFile> models = new EnumMap<>(Precision.class);
    for (Precision precision : plan.precisions()) {
      Provenance provenance = recipes.model(seeds.run(), variant, precision);
      models.put(
          precision,
          new ArtifactFile(
              TfLiteWriter.write(network, plan.head().on().layer(network), precision, provenance),
              provenance));
    }
    Provenance provenance = recipes.head(seeds.run(), variant);
    ArtifactFile head = new ArtifactFile(RbfSvmHead.write(svm, provenance), provenance);
    listener.progress(Stage.WRITE, 1, variant.toString());
    return new CompressedModel(seeds.run(), variant, network.sparsity(), models, head);
  }

  private RbfSvm fitHead(Mlp network, Variant variant) throws InterruptedException {
    listener.progress(Stage.FIT, 0, variant.toString());
    int samples = Math.min(plan.head().samples(), data.trainImages().rows());
    Matrix features = plan.head().on().of(network, data.trainImages(), samples);
    int[] labels = Arrays.copyOf(data.trainLabels(), samples);
    RbfSvm svm = RbfSvmTrainer.fit(features, labels, plan.head().c(), plan.head().gamma());
    listener.progress(Stage.FIT, 1, variant.toString());
    return svm;
  }

  private void requireSameTraining(long seed, byte[] denseFile) {
    Map<String, String> expected = recipes.training(seed);
    Map<String, String> found =
        TfLiteReader.provenance(denseFile).map(Provenance::recipe).orElseGet(TreeMap::new);
    expected.forEach(
        (key, value) -> {
          if (!value.equals(found.get(key))) {
            throw new IllegalArgumentException(
                "dense file: expected %s %s, found %s".formatted(key, value, found.get(key)));
          }
        });
  }

  /** Streams of chance that do not overlap. */
  private record Seeds(long run, long training, long scoring) {
    static Seeds of(long run) {
      SplittableRandom random = new SplittableRandom(run);
      return new Seeds(run, random.nextLong(), random.nextLong());
    }
  }
}
