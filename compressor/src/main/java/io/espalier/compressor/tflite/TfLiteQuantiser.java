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
 * Quantises models of single floats, whatever their graph. What is quantised already stays as it
 * is.
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
   * A quantised model.
   *
   * @param model itself
   * @param untouched what was not quantised, and why
   */
  public record Quantised(TfLiteModel model, List<Untouched> untouched) {
    public Quantised {
      untouched = List.copyOf(untouched);
    }
  }

  /**
   * Stores all constants of single floats as half floats.
   *
   * @throws TfLiteException if a constant is not a number; the message names it
   */
  public static Quantised halves(TfLiteModel model) {
    ModelEditor editor = model.edit();
    for (ModelGraph graph : model.graphs()) {
      GraphDraft draft = draft(graph, editor);
      HalfPass.apply(draft);
      draft.finish();
    }
    return new Quantised(editor.build(), List.of());
  }

  /**
   * Stores weights as 8-bit integers; activations are quantised as they come.
   *
   * @throws TfLiteException if a weight is not finite; the message names its tensor
   */
  public static Quantised dynamicRange(TfLiteModel model, Converter converter) {
    ModelEditor editor = model.edit();
    List<Untouched> untouched = new ArrayList<>();
    for (ModelGraph graph : model.graphs()) {
      GraphDraft draft = draft(graph, editor);
      untouched.addAll(DynamicRangePass.apply(draft, converter));
      draft.finish();
    }
    return new Quantised(editor.build(), untouched);
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
      TfLiteModel model, CalibrationData data, Calibration calibration, Ends ends)
      throws InterruptedException {
    ModelEditor editor = model.edit();
    GraphDraft draft = draft(model.main(), editor);
    IntegerPlan plan = IntegerPlan.of(draft);
    Map<Integer, Range> ranges =
        ActivationRanges.observe(model.write(), data, plan.activations(draft), calibration);
    IntegerPass.apply(draft, plan, ranges, ends == Ends.FLOATS);
    draft.finish();
    return new Quantised(editor.build(), plan.untouched());
  }

  private static GraphDraft draft(ModelGraph graph, ModelEditor editor) {
    return new GraphDraft(graph, editor.graph(graph.number()));
  }
}
