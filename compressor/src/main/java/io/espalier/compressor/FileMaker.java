package io.espalier.compressor;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Float16;
import io.espalier.compressor.quantise.Sqnr;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.LayoutChoice;
import io.espalier.compressor.tflite.ModelTimer;
import io.espalier.compressor.tflite.TfLiteLinkModel;
import io.espalier.compressor.tflite.TfLiteModel;
import io.espalier.compressor.tflite.TfLiteQuantiser;
import io.espalier.compressor.tflite.TfLiteQuantiser.Ends;
import io.espalier.compressor.tflite.TfLiteQuantiser.Quantised;
import io.espalier.compressor.tflite.TfLiteShrinker;
import io.espalier.compressor.tflite.TfLiteShrinker.Shrunk;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes files of pruned layers: takes out what is dead, quantises what is left, and lays it out.
 */
final class FileMaker {
  private final CompressionRequest request;
  private final TfLiteLinkModel model;
  private final Workers workers;

  FileMaker(CompressionRequest request, TfLiteLinkModel model, Workers workers) {
    this.request = request;
    this.model = model;
    this.workers = workers;
  }

  /**
   * A file.
   *
   * @param bytes of the file, without provenance
   * @param untouched what stayed as it was, and why
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Made(byte[] bytes, List<Untouched> untouched) {}

  /** The file with those layers. */
  Made make(List<LinkLayer> layers) throws InterruptedException {
    List<Untouched> untouched = new ArrayList<>();
    byte[] file = model.with(layers).toBytes();
    if (request.shrink()) {
      Shrunk shrunk = TfLiteShrinker.shrink(TfLiteModel.parse(file));
      untouched.addAll(shrunk.untouched());
      file = shrunk.model().write();
    }
    Quantised quantised = quantised(TfLiteModel.parse(rounded(file)));
    untouched.addAll(quantised.untouched());
    return new Made(laidOut(quantised.model()).write(), untouched);
  }

  private TfLiteModel laidOut(TfLiteModel file) throws InterruptedException {
    return request.layout() == LayoutRule.DENSE
        ? file
        : new LayoutChoice(ModelTimer.usual()).fastest(file, Optional.of(model.data().inputs()));
  }

  /** Signal to noise of the sums of those layers, once their numbers are stored. */
  List<Optional<Double>> sqnr(List<LinkLayer> layers) throws InterruptedException {
    TfLiteLinkModel exact = model.with(layers);
    Quantisation how = request.quantisation();
    List<LinkLayer> stored =
        switch (how.format()) {
          case FP32 -> layers;
          case FP16 -> layers.stream().map(FileMaker::halved).toList();
          case INT8, INT8_FULL ->
              how.rounding().round(exact, how.converter(), leastLinks(), workers);
        };
    return Sqnr.ofLayers(exact, exact.with(stored));
  }

  private static LinkLayer halved(LinkLayer layer) {
    return layer.withGroups(
        layer.groups().stream()
            .map(group -> group.with(halved(group.weights()), halved(group.bias())))
            .toList());
  }

  private static float[] halved(float[] values) {
    float[] halves = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = Float16.toFloat(Float16.toHalf(values[i]));
    }
    return halves;
  }

  /** Layers of fewer links stay floats. */
  private int leastLinks() {
    return request.quantisation().format() == Precision.INT8 ? Converter.MIN_ELEMENTS : 0;
  }

  private byte[] rounded(byte[] file) throws InterruptedException {
    Quantisation how = request.quantisation();
    boolean bytes = how.format() == Precision.INT8 || how.format() == Precision.INT8_FULL;
    if (!bytes || how.rounding() == WeightRounding.NEAREST) {
      return file;
    }
    try (TfLiteLinkModel as = TfLiteLinkModel.open(file, model.data())) {
      return as.with(how.rounding().round(as, how.converter(), leastLinks(), workers)).toBytes();
    }
  }

  private Quantised quantised(TfLiteModel file) throws InterruptedException {
    Quantisation how = request.quantisation();
    return switch (how.format()) {
      case FP32 -> new Quantised(file, List.of());
      case FP16 -> TfLiteQuantiser.halves(file);
      case INT8 -> TfLiteQuantiser.dynamicRange(file, how.converter());
      case INT8_FULL ->
          TfLiteQuantiser.integers(file, model.data(), how.calibration(), Ends.FLOATS);
    };
  }
}
