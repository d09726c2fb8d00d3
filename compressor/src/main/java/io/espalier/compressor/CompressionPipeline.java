package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.head.RbfSvm;
import io.espalier.compressor.head.RbfSvmHead;
import io.espalier.compressor.head.RbfSvmTrainer;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.tflite.TfLiteException;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes compressed models of samples: trains a network or takes the one that was given, prunes it
 * by each recipe, fits a head to what the pruned network makes of its training samples, and writes
 * both as {@code .tflite}.
 *
 * <p>The same data, plan, seed and build give the same bytes on the same kind of processor.
 */
public final class CompressionPipeline {
  private final CalibrationData data;
  private final CompressionPlan plan;
  private final CompressionListener listener;
  private final Recipes recipes;

  /**
   * A pipeline that can be run for any number of seeds.
   *
   * @param data the samples to train on and to calibrate with
   * @throws IllegalArgumentException if the plan's layers do not fit the samples, or there are no
   *     labels where they are needed
   */
  public CompressionPipeline(
      CalibrationData data, CompressionPlan plan, CompressionListener listener) {
    OriginCheck.requireFits(plan, data);
    this.data = data;
    this.plan = plan;
    this.listener = listener;
    this.recipes = new Recipes(data, plan);
  }

  /** The same with the training images of a data set. */
  public CompressionPipeline(Dataset data, CompressionPlan plan, CompressionListener listener) {
    this(CalibrationData.training(data), plan, listener);
  }

  /**
   * Makes the dense network and all of {@link CompressionPlan#variants()}.
   *
   * @param ready is handed each model as soon as it is made, in that order, on this thread
   * @throws RefusedException if a network cannot be pruned as a recipe says; the message is one
   *     line
   * @throws InterruptedException if this thread is interrupted
   */
  public void run(long seed, Consumer<CompressedModel> ready)
      throws RefusedException, InterruptedException {
    run(seed, variant -> true, ready);
  }

  /** The same for some of the variants. */
  public void run(long seed, Predicate<Variant> wanted, Consumer<CompressedModel> ready)
      throws RefusedException, InterruptedException {
    try (Workers workers = Workers.onEveryCore("compressor")) {
      Seeds seeds = Seeds.of(seed);
      DenseNetworks origin = new DenseNetworks(data, plan, recipes, listener, workers);
      compress(new Batch(origin.made(seeds), seeds, ready, workers), wanted);
    }
  }

  /**
   * Makes what is still missing of an earlier run, without training again.
   *
   * @param denseFile the FP32 file of {@link Variant#DENSE} from that run
   * @param missing which variants to make
   * @param ready as for {@link #run}
   * @throws IllegalArgumentException if the file is not one of ours, or was trained otherwise
   * @throws RefusedException as for {@link #run}
   * @throws InterruptedException if this thread is interrupted
   */
  public void resume(
      long seed, byte[] denseFile, Predicate<Variant> missing, Consumer<CompressedModel> ready)
      throws RefusedException, InterruptedException {
    requireSameOrigin(seed, denseFile);
    try (Workers workers = Workers.onEveryCore("compressor")) {
      Seeds seeds = Seeds.of(seed);
      DenseNetworks origin = new DenseNetworks(data, plan, recipes, listener, workers);
      compress(new Batch(origin.known(denseFile, seeds), seeds, ready, workers), missing);
    }
  }

  /**
   * The networks of a seed on their way.
   *
   * @param dense what they are pruned from
   * @param ready takes each that is made
   */
  private record Batch(
      DenseNetworks.Dense dense, Seeds seeds, Consumer<CompressedModel> ready, Workers workers) {}

  private void compress(Batch batch, Predicate<Variant> missing)
      throws RefusedException, InterruptedException {
    if (missing.test(Variant.DENSE)) {
      finish(batch, batch.dense().network(), Variant.DENSE);
    }
    for (PruningRecipe recipe : plan.recipes()) {
      List<Variant> variants = plan.variants(recipe).stream().filter(missing).toList();
      if (variants.isEmpty()) {
        continue;
      }
      if (plan.isOfPaper(recipe)) {
        pruneAsInPaper(batch, recipe, variants);
      } else {
        prune(batch, recipe, variants);
      }
    }
  }

  private void pruneAsInPaper(Batch batch, PruningRecipe recipe, List<Variant> variants)
      throws InterruptedException {
    listener.progress(Stage.SCORE, 0, recipe.name());
    PaperPruning pruning =
        PaperPruning.of(
            batch.dense().network().perceptron(),
            recipe.request().method(),
            samples(),
            batch.seeds().scoring(),
            batch.workers());
    listener.progress(Stage.SCORE, 1, recipe.name());
    for (Variant variant : variants) {
      finish(batch, batch.dense().like(pruning.prune(variant.sparsity())), variant);
    }
  }

  private void prune(Batch batch, PruningRecipe recipe, List<Variant> variants)
      throws RefusedException, InterruptedException {
    DenseNetworks.Dense dense = batch.dense();
    try (RecipePruning pruning =
        RecipePruning.of(
            new Origin.Given(dense.name(), dense.base()),
            batch.seeds().drawn(data, recipe.samples()),
            recipe,
            batch.seeds().run(),
            listener,
            batch.workers())) {
      for (Variant variant : variants) {
        listener.progress(Stage.PRUNE, 0, variant.toString());
        Network pruned = pruning.prune(variant.sparsity());
        listener.progress(Stage.PRUNE, 1, variant.toString());
        finish(batch, pruned, variant);
      }
    } catch (TfLiteException e) {
      throw new RefusedException(recipe.name() + ": " + e.getMessage(), e);
    }
  }

  private void finish(Batch batch, Network network, Variant variant) throws InterruptedException {
    long seed = batch.seeds().run();
    byte[] base = batch.dense().base();
    Optional<ArtifactFile> head = Optional.empty();
    if (plan.head().isPresent()) {
      HeadRecipe how = plan.head().get();
      RbfSvm svm = fitHead(network.perceptron(), how, variant);
      Provenance provenance = recipes.head(seed, variant, how, base);
      head = Optional.of(new ArtifactFile(RbfSvmHead.write(svm, provenance), provenance));
    }
    listener.progress(Stage.WRITE, 0, variant.toString());
    Map<Precision, ArtifactFile> models = new EnumMap<>(Precision.class);
    for (Precision precision : plan.precisions()) {
      Provenance provenance = recipes.model(seed, variant, precision, base);
      models.put(precision, new ArtifactFile(network.file(precision, provenance), provenance));
    }
    listener.progress(Stage.WRITE, 1, variant.toString());
    batch.ready().accept(new CompressedModel(seed, variant, network.sparsity(), models, head));
  }

  private RbfSvm fitHead(Mlp network, HeadRecipe recipe, Variant variant)
      throws InterruptedException {
    listener.progress(Stage.FIT, 0, variant.toString());
    int count = Math.min(recipe.samples(), data.samples());
    Matrix features = recipe.on().of(network, samples(), count);
    int[] labels = Arrays.copyOf(data.labels().orElseThrow(), count);
    RbfSvm svm = RbfSvmTrainer.fit(features, labels, recipe.c(), recipe.gamma());
    listener.progress(Stage.FIT, 1, variant.toString());
    return svm;
  }

  private Matrix samples() {
    return data.inputs().get(0).values();
  }

  private void requireSameOrigin(long seed, byte[] denseFile) {
    Map<String, String> expected = recipes.dense(seed);
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
}
