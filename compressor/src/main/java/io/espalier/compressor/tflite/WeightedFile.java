package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.LinkLayer;
import java.util.Arrays;
import java.util.List;

/**
 * A file, and the weights and biases that count instead of its own.
 *
 * @param original as it was given
 * @param model what it says
 * @param sites where its layers are
 * @param layers as many
 */
@SuppressWarnings("ArrayRecordComponent")
record WeightedFile(
    byte[] original, TfLiteModel model, List<LinkSite> sites, List<LinkLayer> layers) {
  /** The file as it is. */
  static WeightedFile of(byte[] file) {
    TfLiteModel model = TfLiteModel.parse(file);
    List<LinkSite> sites = LinkSites.of(model);
    return new WeightedFile(file, model, sites, sites.stream().map(LinkSite::layer).toList());
  }

  WeightedFile with(List<LinkLayer> other) {
    return new WeightedFile(original, model, sites, List.copyOf(other));
  }

  /** The file with the weights and biases that count; the very same file if they are its own. */
  byte[] toBytes() {
    ModelEditor editor = model.edit();
    boolean changed = false;
    for (int i = 0; i < sites.size(); i++) {
      LinkSite site = sites.get(i);
      changed |= putWeights(editor.main(), site, site.layout().weights(layers.get(i)));
      changed |= putBiases(editor.main(), site, site.layout().biases(layers.get(i)));
    }
    return changed ? editor.build().write() : original.clone();
  }

  private boolean putWeights(SubgraphEditor main, LinkSite site, float[] weights) {
    ModelTensor tensor = model.main().tensor(site.weights());
    if (Arrays.equals(weights, tensor.floats())) {
      return false;
    }
    main.setConstant(tensor.number(), TensorValue.floats(weights, tensor.shape()));
    return true;
  }

  private boolean putBiases(SubgraphEditor main, LinkSite site, float[] biases) {
    if (Arrays.equals(biases, site.layout().biases(site.layer()))) {
      return false;
    }
    TensorValue value = TensorValue.floats(biases, biases.length);
    boolean own = site.bias() >= 0 && model.main().readersOf(site.bias()).size() == 1;
    if (own) {
      main.setConstant(site.bias(), value);
      return true;
    }
    int added = main.addConstant(site.layer().name() + "/bias", value);
    main.setInputs(site.operator(), site.input(), site.weights(), added);
    return true;
  }
}
