package io.espalier.compressor.tflite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds what the fully connected layers and convolutions of a file cost. */
public final class LayerCosts {
  private static final int WEIGHTS = 1;

  private LayerCosts() {}

  /**
   * One cost for each of them in the main graph, in the order in which they run. What a layer is
   * quantised, shrunk or pruned to does not change how many there are.
   *
   * @param each about how long timing a layer may take
   * @throws TfLiteException if the bytes are no such file
   */
  public static List<LayerCost> of(byte[] file, Duration each) throws InterruptedException {
    TfLiteModel model = TfLiteModel.parse(file);
    List<LayerCost> costs = new ArrayList<>();
    for (ModelOperator operator : model.main().operators()) {
      if (LinkSites.WITH_LINKS.contains(operator.code())) {
        ModelTensor weights = model.main().tensor(operator.input(WEIGHTS));
        costs.add(
            new LayerCost(
                operator.number(),
                Arrays.stream(weights.shape()).boxed().toList(),
                LayerLayout.of(weights),
                constantBytes(model.main(), operator),
                micros(model, operator, each)));
      }
    }
    return costs;
  }

  /** Constants that it reads, as they are stored: before they are widened, if they are. */
  private static long constantBytes(ModelGraph graph, ModelOperator operator) {
    long bytes = 0;
    for (int k = WEIGHTS; k < operator.inputs().length; k++) {
      int tensor = operator.input(k);
      if (tensor < 0) {
        continue;
      }
      bytes += graph.tensor(tensor).data().remaining();
      bytes += LayerLayout.indexBytes(graph.tensor(tensor));
      bytes +=
          graph
              .producerOf(tensor)
              .filter(producer -> producer.code().equals("DEQUANTIZE"))
              .map(producer -> graph.tensor(producer.input(0)).data().remaining())
              .orElse(0);
    }
    return bytes;
  }

  private static Optional<Double> micros(TfLiteModel model, ModelOperator operator, Duration each)
      throws InterruptedException {
    try {
      byte[] alone = model.alone(operator.number()).write();
      return Optional.of(new ModelTimer(each).time(alone).micros());
    } catch (TfLiteException e) {
      return Optional.empty();
    }
  }
}
