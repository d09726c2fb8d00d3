package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.NoGradientsException;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.report.LayerReport;
import io.espalier.compressor.report.ModelFigures;
import io.espalier.compressor.report.ParetoPoint;
import io.espalier.compressor.report.SensitivityCurve;
import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.tflite.Inventory;
import io.espalier.compressor.tflite.InventoryReader;
import io.espalier.compressor.tflite.LayerCosts;
import io.espalier.compressor.tflite.TfLiteException;
import io.espalier.compressor.tflite.TfLiteLinkModel;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compresses any model: scores its links on calibration data, prunes, repairs, takes out what is
 * dead, quantises, and says what every layer paid.
 *
 * <p>The same file, data, request and build give the same bytes on the same kind of processor,
 * unless the target is a time or layouts are chosen by it, for times are measured.
 */
public final class ModelCompressor {
  private static final Duration EACH_LAYER = Duration.ofMillis(50);

  private final CompressionRequest request;
  private final CompressionListener listener;
  private final int threads;

  /** A compressor that does the same to any model, on every core. */
  public ModelCompressor(CompressionRequest request, CompressionListener listener) {
    this(request, listener, Runtime.getRuntime().availableProcessors());
  }

  /**
   * A compressor that does the same to any model, whatever the number of threads.
   *
   * @param threads that compute, at least 1
   */
  public ModelCompressor(CompressionRequest request, CompressionListener listener, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
    this.request = request;
    this.listener = listener;
    this.threads = threads;
  }

  /**
   * Compresses a model.
   *
   * @param name what reports call it
   * @param file the bytes of a {@code .tflite} file of single floats
   * @param data samples that fit its inputs; labels are needed for a target of accuracy
   * @throws RefusedException if it cannot be done as asked; the message is one line
   * @throws InterruptedException if this thread is interrupted
   */
  public Compression compress(String name, byte[] file, CalibrationData data)
      throws RefusedException, InterruptedException {
    try (Workers workers = new Workers("compressor", threads);
        TfLiteLinkModel model = TfLiteLinkModel.open(file, data)) {
      return new Run(name, file, model, workers).compress();
    } catch (TfLiteException | NoGradientsException e) {
      throw new RefusedException(name + ": " + e.getMessage(), e);
    }
  }

  /** One model on its way. */
  private final class Run {
    private final String name;
    private final byte[] file;
    private final TfLiteLinkModel model;
    private final Workers workers;
    private final Inventory inventory;
    private final Judge judge;

    Run(String name, byte[] file, TfLiteLinkModel model, Workers workers) {
      this.name = name;
      this.file = file;
      this.model = model;
      this.workers = workers;
      this.inventory = InventoryReader.read(file);
      this.judge = new Judge(file, model.data(), threads);
    }

    Compression compress() throws RefusedException, InterruptedException {
      requireLabels();
      ModelPruning pruning =
          ModelPruning.of(
              new Origin.Given(name, file),
              model,
              inventory,
              request,
              judge::loss,
              listener,
              workers);
      ModelFigures before = judge.figures(file);
      TargetSearch.Found found =
          TargetSearch.find(request.target(), before, sparsity -> candidate(sparsity, pruning));
      return finish(found, before, pruning.scores(), pruning.sensitivity());
    }

    private void requireLabels() throws RefusedException {
      if (request.target() instanceof Target.AccuracyDrop && !judge.labelled()) {
        throw new RefusedException(
            model.data().name()
                + ": expected labels of the model's classes to measure accuracy by, found none");
      }
    }

    private Candidate candidate(Sparsity sparsity, ModelPruning pruning)
        throws InterruptedException {
      String share = String.format(Locale.ROOT, "%.1f%%", 100 * sparsity.share());
      listener.progress(Stage.PRUNE, 0, share);
      List<LinkLayer> layers = pruning.prune(sparsity);
      listener.progress(Stage.PRUNE, 1, share);
      FileMaker.Made made = new FileMaker(request, model, workers).make(layers);
      byte[] bytes = TfLiteWriter.stamped(made.bytes(), provenance(sparsity));
      listener.progress(Stage.MEASURE, 0, share);
      ModelFigures figures = judge.figures(bytes);
      listener.progress(Stage.MEASURE, 1, share);
      return new Candidate(sparsity, layers, bytes, made.untouched(), figures);
    }

    private Compression finish(
        TargetSearch.Found found,
        ModelFigures before,
        LinkScores scores,
        List<SensitivityCurve> sensitivity)
        throws InterruptedException {
      Candidate chosen = found.chosen();
      List<LayerReport> layers =
          LayerReports.of(
              scores,
              chosen.layers(),
              LayerCosts.of(file, EACH_LAYER),
              LayerCosts.of(chosen.file(), EACH_LAYER),
              model.operators(),
              new FileMaker(request, model, workers).sqnr(chosen.layers()));
      List<Untouched> untouched = new ArrayList<>(inventory.untouched());
      untouched.addAll(chosen.untouched());
      return new Compression(
          chosen.file(),
          new CompressionReport(
              name,
              Digest.of(file),
              Digest.of(chosen.file()),
              before,
              chosen.figures(),
              judge.labelled(),
              layers,
              untouched,
              sensitivity,
              pareto(found, before),
              TfLiteReader.provenance(chosen.file()).orElseThrow()));
    }

    private Provenance provenance(Sparsity sparsity) {
      return Provenance.ofThisBuild(
          Recipe.of(request, sparsity, Digest.of(file), model.data().digest()));
    }

    private List<ParetoPoint> pareto(TargetSearch.Found found, ModelFigures before) {
      List<ParetoPoint> points = new ArrayList<>();
      points.add(point("as given", 0, before, before, false));
      for (Candidate candidate : found.tried()) {
        String label =
            String.format(
                Locale.ROOT,
                "%.1f%% %s",
                100 * candidate.sparsity().share(),
                request.quantisation().format().label());
        points.add(
            point(
                label,
                candidate.sparsity().share(),
                before,
                candidate.figures(),
                candidate.sparsity().equals(found.chosen().sparsity())));
      }
      return points;
    }

    private ParetoPoint point(
        String label, double share, ModelFigures before, ModelFigures figures, boolean chosen) {
      return new ParetoPoint(
          label, share, figures.wireBytes(), figures.micros(), Judge.loss(before, figures), chosen);
    }
  }
}
