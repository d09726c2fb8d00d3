package io.espalier.compressor.tflite;

import io.espalier.compressor.report.Untouched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a pruned file smaller: units, filters and channels without a live link in or out go. What
 * one without a live link in yields is the same for every input, so it moves into the biases of
 * what reads it. Inputs and outputs of the model, names and signatures stay as they are.
 */
public final class TfLiteShrinker {
  private TfLiteShrinker() {}

  /**
   * A model that was shrunk.
   *
   * @param model the very one that was given if nothing could go
   * @param unitsRemoved how many units and filters went, those of depthwise convolutions not
   *     counted
   * @param untouched layers whose units stay all, and why; those that the model yields not among
   *     them
   */
  public record Shrunk(TfLiteModel model, int unitsRemoved, List<Untouched> untouched) {
    public Shrunk {
      untouched = List.copyOf(untouched);
    }
  }

  /**
   * Removes what makes no difference, again and again until nothing is left to remove. Weights must
   * be single floats, so shrink before quantising.
   *
   * @return a model with the same outputs, but for the rounding of sums that lost their zeros
   */
  public static Shrunk shrink(TfLiteModel pruned) {
    TfLiteModel model = pruned;
    int removed = 0;
    int before;
    do {
      before = removed;
      for (int i = 0; i < model.main().operators().size(); i++) {
        Optional<ChannelRemoval> removal = removal(model, i);
        if (removal.isPresent()) {
          removed += removal.get().removed();
          model = removal.get().apply();
        }
      }
    } while (removed > before);
    return new Shrunk(model, removed, untouched(model));
  }

  private static Optional<ChannelRemoval> removal(TfLiteModel model, int number) {
    return source(model.main(), number)
        .map(source -> new Followed(source, new ChannelFlow(model.main(), source)))
        .filter(followed -> followed.flow.stop().isEmpty())
        .map(followed -> new ChannelRemoval(model, followed.source, followed.flow))
        .filter(removal -> removal.removed() > 0);
  }

  private record Followed(WeightedOperator source, ChannelFlow flow) {}

  private static Optional<WeightedOperator> source(ModelGraph graph, int number) {
    return WeightedOperator.of(graph, graph.operators().get(number))
        .filter(source -> !source.isDepthwise());
  }

  private static List<Untouched> untouched(TfLiteModel model) {
    ModelGraph graph = model.main();
    List<Untouched> untouched = new ArrayList<>();
    for (int i = 0; i < graph.operators().size(); i++) {
      source(graph, i)
          .filter(source -> !graph.isOutput(source.operator().outputs()[0]))
          .ifPresent(
              source ->
                  new ChannelFlow(graph, source)
                      .stop()
                      .ifPresent(
                          reason ->
                              untouched.add(
                                  new Untouched(
                                      source.weights().name(),
                                      "none of its units is removed: " + reason))));
    }
    return untouched;
  }
}
