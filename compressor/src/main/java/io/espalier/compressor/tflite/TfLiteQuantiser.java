package io.espalier.compressor.tflite;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Range;
import io.espalier.compressor.report.Untouched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Quantises files of single floats, whatever their graph. What is quantised already stays as it is.
 */
public final class TfLiteQuantiser {
  private TfLiteQuantiser() {}

  /** What the inputs and outputs of a model of integers are. */
  public enum Ends {
    /** Single floats, which the model quantises and dequantises itself. */
    FLOATS,
    /** 8-bit integers, where the operators they belong to compute in integers. */
    INTEGERS
  }

  /**
   * A quantised file.
   *
   * @param file its bytes
   * @param untouched what was not quantised, and why
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Quantised(byte[] file, List<Untouched> untouched) {
    public Quantised {
      untouched = List.copyOf(untouched);
    }
  }

  /**
   * Stores all constants of single floats as half floats.
   *
   * @throws TfLiteException if a constant is not a number; the message names it
   */
  public static Quantised halves(byte[] file) {
    EditableModel model = new EditableModel(file);
    model.graphs().forEach(HalfPass::apply);
    return new Quantised(model.file(), List.of());
  }

  /**
   * Stores weights as 8-bit integers; activations are quantised as they come.
   *
   * @throws TfLiteException if a weight is not finite; the message names its tensor
   */
  public static Quantised dynamicRange(byte[] file, Converter converter) {
    EditableModel model = new EditableModel(file);
    List<Untouched> untouched = new ArrayList<>();
    for (GraphDraft graph : model.graphs()) {
      untouched.addAll(DynamicRangePass.apply(graph, converter));
    }
    return new Quantised(model.file(), untouched);
  }

  /**
   * Has the main graph compute in 8-bit integers wherever its operators can.
   *
   * @param data samples that show what ranges activations have
   * @throws TfLiteException if the data does not fit the model, or a weight or an activation is not
   *     finite; the message names its tensor
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Quantised integers(
      byte[] file, CalibrationData data, Calibration calibration, Ends ends)
      throws InterruptedException {
    EditableModel model = new EditableModel(file);
    GraphDraft graph = model.graphs().get(0);
    IntegerPlan plan = IntegerPlan.of(graph);
    Map<Integer, Range> ranges =
        ActivationRanges.observe(file, data, plan.activations(graph), calibration);
    IntegerPass.apply(graph, plan, ranges, ends == Ends.FLOATS);
    return new Quantised(model.file(), plan.untouched());
  }
}
