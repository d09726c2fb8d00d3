package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.tflite.InventoryReader;
import io.espalier.compressor.tflite.TfLiteLinkModel;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.util.List;

/**
 * Prunes a file by a recipe, to any sparsity: what {@link ModelCompressor} makes of the same file,
 * samples, options and seed, link by link, scored once for all.
 */
final class RecipePruning implements AutoCloseable {
  private final PruningRecipe recipe;
  private final long seed;
  private final TfLiteLinkModel model;
  private final ModelPruning pruning;
  private final Workers workers;

  private RecipePruning(
      PruningRecipe recipe,
      long seed,
      TfLiteLinkModel model,
      ModelPruning pruning,
      Workers workers) {
    this.recipe = recipe;
    this.seed = seed;
    this.model = model;
    this.pruning = pruning;
    this.workers = workers;
  }

  /**
   * Scores the links of a file.
   *
   * @param samples already drawn
   * @throws RefusedException if it cannot be pruned so
   */
  static RecipePruning of(
      Origin.Given dense,
      CalibrationData samples,
      PruningRecipe recipe,
      long seed,
      CompressionListener listener,
      Workers workers)
      throws RefusedException, InterruptedException {
    Judge judge = new Judge(dense.file(), samples, workers.count());
    TfLiteLinkModel model = TfLiteLinkModel.open(dense.file(), samples);
    try {
      ModelPruning pruning =
          ModelPruning.of(
              dense,
              model,
              InventoryReader.read(dense.file()),
              recipe.request(Sparsity.NONE, Precision.FP32, seed),
              judge::loss,
              listener,
              workers);
      return new RecipePruning(recipe, seed, model, pruning, workers);
    } catch (RefusedException | InterruptedException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The network at that sparsity. */
  Network prune(Sparsity sparsity) throws InterruptedException {
    return new Pruned(sparsity, pruning.prune(sparsity));
  }

  @Override
  public void close() {
    model.close();
  }

  private final class Pruned implements Network {
    private final Sparsity asked;
    private final List<LinkLayer> layers;

    Pruned(Sparsity asked, List<LinkLayer> layers) {
      this.asked = asked;
      this.layers = layers;
    }

    @Override
    public double sparsity() {
      return Network.sparsity(layers);
    }

    @Override
    public Mlp perceptron() {
      return new Mlp(layers.stream().map(layer -> layer.groups().get(0)).toList());
    }

    @Override
    public byte[] file(Precision precision, Provenance provenance) throws InterruptedException {
      CompressionRequest request = recipe.request(asked, precision, seed);
      return TfLiteWriter.stamped(
          new FileMaker(request, model, workers).make(layers).bytes(), provenance);
    }
  }
}
