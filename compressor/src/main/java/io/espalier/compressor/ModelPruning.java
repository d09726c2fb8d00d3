package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Sensitivity;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.report.SensitivityCurve;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.tflite.Inventory;
import io.espalier.compressor.tflite.TfLiteException;
import io.espalier.compressor.tflite.TfLiteLinkModel;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.train.DifferentiableMlp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A file of anybody's whose links are scored, so that it can be pruned to any sparsity. */
final class ModelPruning {
  private final LinkScores scores;
  private final List<SensitivityCurve> sensitivity;
  private final LinkPruning pruning;

  private ModelPruning(LinkScores scores, List<SensitivityCurve> sensitivity, LinkPruning pruning) {
    this.scores = scores;
    this.sensitivity = sensitivity;
    this.pruning = pruning;
  }

  /**
   * Scores the links of a model.
   *
   * @param given its name and its file
   * @param model the same with samples
   * @param inventory of its file
   * @param loss what a file loses, asked where places are shared out by sensitivity
   * @throws RefusedException if it has no links, its samples do not differ, or it cannot be trained
   *     or differentiated where that is asked for
   */
  static ModelPruning of(
      Origin.Given given,
      TfLiteLinkModel model,
      Inventory inventory,
      CompressionRequest request,
      ToDoubleFunction<byte[]> loss,
      CompressionListener listener,
      Workers workers)
      throws RefusedException, InterruptedException {
    requireLayers(given.name(), model, inventory);
    requireVariety(model.data());
    Optional<MlpTuning> tuning = tuning(given, model.data(), request, listener, workers);
    LinkScores scores = score(given, model, request, listener, workers);
    List<SensitivityCurve> sensitivity = sensitivity(model, scores, request, loss, listener);
    return new ModelPruning(
        scores, sensitivity, new LinkPruning(model, scores, request, sensitivity, tuning, workers));
  }

  /** What links are worth in the model as it was given. */
  LinkScores scores() {
    return scores;
  }

  /** One curve a layer if places are shared out by sensitivity, else none. */
  List<SensitivityCurve> sensitivity() {
    return sensitivity;
  }

  /** The layers at that sparsity, repaired and trained as was asked for. */
  List<LinkLayer> prune(Sparsity sparsity) throws InterruptedException {
    return pruning.prune(sparsity);
  }

  private static void requireLayers(String name, LinkModel model, Inventory inventory)
      throws RefusedException {
    if (model.layers().isEmpty()) {
      throw new RefusedException(
          inventory.untouched().stream()
              .findFirst()
              .map(
                  part ->
                      "%s: no links to prune: %s: %s".formatted(name, part.name(), part.reason()))
              .orElse(name + ": no links to prune: it has no layer with weights"));
    }
  }

  /** Where nothing varies, every link looks as worthless as any other. */
  private static void requireVariety(CalibrationData data) throws RefusedException {
    if (data.constant().size() == data.inputs().size()) {
      throw new RefusedException(
          "%s: expected samples that differ, found %d that are equal"
              .formatted(data.name(), data.samples()));
    }
  }

  private static Optional<MlpTuning> tuning(
      Origin.Given given,
      CalibrationData data,
      CompressionRequest request,
      CompressionListener listener,
      Workers workers)
      throws RefusedException {
    if (request.tuning().equals(Tuning.NONE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new MlpTuning(
              TfLiteReader.read(given.file()),
              data,
              request.tuning(),
              request.seed(),
              (epoch, fraction, loss) ->
                  listener.progress(
                      Stage.TUNE,
                      Math.min(1, (epoch + fraction) / request.tuning().epochs()),
                      String.format(Locale.ROOT, "loss %.4f", loss)),
              workers));
    } catch (TfLiteException e) {
      throw new RefusedException(
          given.name() + ": only multi-layer perceptrons can be trained: " + e.getMessage(), e);
    }
  }

  private static LinkScores score(
      Origin.Given given,
      TfLiteLinkModel model,
      CompressionRequest request,
      CompressionListener listener,
      Workers workers)
      throws RefusedException, InterruptedException {
    String method = request.method().label();
    listener.progress(Stage.SCORE, 0, method);
    LinkModel scored =
        request.method().needsGradients() ? differentiable(given.file(), model.data()) : model;
    LinkScores scores = request.method().scorer(workers).score(scored, request.seed());
    listener.progress(Stage.SCORE, 1, method);
    return scores;
  }

  /** Towards its own outputs every gradient is zero, so the data has to say what is right. */
  private static LinkModel differentiable(byte[] file, CalibrationData data)
      throws RefusedException {
    Mlp network = TfLiteReader.read(file);
    return new DifferentiableMlp(network, Lessons.own(network, data));
  }

  private static List<SensitivityCurve> sensitivity(
      TfLiteLinkModel model,
      LinkScores scores,
      CompressionRequest request,
      ToDoubleFunction<byte[]> loss,
      CompressionListener listener)
      throws InterruptedException {
    if (request.allocation() != Allocation.SENSITIVITY) {
      return List.of();
    }
    return Sensitivity.measure(
        model.layers(),
        scores,
        layers -> loss.applyAsDouble(model.with(layers).toBytes()),
        (done, all) -> listener.progress(Stage.ANALYSE, done / (double) all, "each layer alone"));
  }
}
