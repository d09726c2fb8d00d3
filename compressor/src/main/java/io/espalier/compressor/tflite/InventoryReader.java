package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.Inventory.Layer;
import io.espalier.compressor.tflite.Inventory.MetadataEntry;
import io.espalier.compressor.tflite.Inventory.OperatorEntry;
import io.espalier.compressor.tflite.Inventory.Signature;
import io.espalier.compressor.tflite.Inventory.TensorEntry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what is in a file, whoever wrote it. */
public final class InventoryReader {
  private final byte[] file;
  private final TfLiteModel model;

  /** How many extents may still be listed: an honest file takes some bytes for each. */
  private long left;

  private InventoryReader(byte[] file) {
    this.file = file;
    this.model = TfLiteModel.parse(file);
    this.left = file.length;
  }

  /**
   * Reads a file.
   *
   * @throws TfLiteException if the bytes are no {@code .tflite} file
   */
  public static Inventory read(byte[] file) {
    return new InventoryReader(file).inventory();
  }

  private Inventory inventory() {
    Links links = links();
    return new Inventory(
        model.root().integer("version"),
        model.root().text("description"),
        model.graphs().size(),
        model.graphs().stream().flatMap(InventoryReader::operators).toList(),
        model.graphs().stream().flatMap(this::tensors).toList(),
        names(model.main().inputs()),
        names(model.main().outputs()),
        model.root().tables("signature_defs").stream().map(InventoryReader::signature).toList(),
        model.metadataNames().stream().map(this::metadata).toList(),
        model.main().operators().stream().mapToLong(this::flops).sum(),
        links.layers(),
        links.untouched(),
        links.obstacle(),
        TfLiteReader.provenance(file));
  }

  private static Stream<OperatorEntry> operators(ModelGraph graph) {
    record Kind(String name, int version) {}
    Map<Kind, Integer> counts = new LinkedHashMap<>();
    for (ModelOperator operator : graph.operators()) {
      counts.merge(new Kind(kind(operator), operator.version()), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(
            entry ->
                new OperatorEntry(
                    graph.number(),
                    entry.getKey().name(),
                    entry.getKey().version(),
                    entry.getValue()));
  }

  private Stream<TensorEntry> tensors(ModelGraph graph) {
    return graph.tensors().stream().map(tensor -> tensor(graph, tensor));
  }

  private TensorEntry tensor(ModelGraph graph, ModelTensor tensor) {
    return new TensorEntry(
        graph.number(),
        tensor.number(),
        tensor.name(),
        tensor.type().name(),
        extents(tensor.shapeSignature().orElseGet(tensor::shape)),
        tensor.data().remaining(),
        tensor.table().integer("buffer"),
        tensor.quantization().map(InventoryReader::text).orElse(""));
  }

  private static String text(Quantization quantization) {
    int scales = quantization.scales().length;
    return scales > 1
        ? scales + " scales along dimension " + quantization.dimension()
        : "scale %s, zero point %d"
            .formatted(quantization.scales()[0], quantization.zeroPoints()[0]);
  }

  private List<String> names(int[] tensors) {
    return Arrays.stream(tensors).mapToObj(number -> model.main().tensor(number).name()).toList();
  }

  private static Signature signature(Table signature) {
    return new Signature(
        signature.text("signature_key"),
        signature.tables("inputs").stream().map(entry -> entry.text("name")).toList(),
        signature.tables("outputs").stream().map(entry -> entry.text("name")).toList());
  }

  private MetadataEntry metadata(String name) {
    return new MetadataEntry(name, model.metadata(name).map(data -> data.remaining()).orElse(0));
  }

  /** What can be said of a file's links. */
  private record Links(List<Layer> layers, List<Untouched> untouched, Optional<String> obstacle) {}

  private Links links() {
    try {
      List<LinkSite> sites = LinkSites.of(model);
      return new Links(
          sites.stream().map(this::layer).toList(), LeftAlone.of(model, sites), Optional.empty());
    } catch (TfLiteException e) {
      return new Links(List.of(), List.of(), Optional.of(String.valueOf(e.getMessage())));
    } catch (ArithmeticException | NegativeArraySizeException e) {
      return new Links(
          List.of(), List.of(), Optional.of("model: has layers whose shapes do not fit together"));
    }
  }

  private Layer layer(LinkSite site) {
    LinkLayer layer = site.layer();
    int zeros = 0;
    for (DenseLayer group : layer.groups()) {
      for (float weight : group.weights()) {
        zeros += weight == 0 ? 1 : 0;
      }
    }
    return new Layer(
        layer.name(),
        layer.operator(),
        extents(model.main().tensor(site.weights()).shape()),
        layer.links(),
        zeros,
        flops(model.main().operators().get(site.operator())));
  }

  /** Two for each weight that goes into each sum; 0 for what has no weights. */
  private long flops(ModelOperator operator) {
    if (!LinkSites.WITH_LINKS.contains(operator.code()) || operator.input(1) < 0) {
      return 0;
    }
    ModelGraph main = model.main();
    ModelTensor weights = main.tensor(operator.input(1));
    int[] shape = weights.shape();
    if (shape.length == 0 || operator.outputs().length == 0 || operator.outputs()[0] < 0) {
      return 0;
    }
    boolean depthwise = operator.code().equals("DEPTHWISE_CONV_2D");
    long units = Math.max(1, depthwise ? shape[shape.length - 1] : shape[0]);
    return 2 * main.tensor(operator.outputs()[0]).elements() * (weights.elements() / units);
  }

  /** What the format calls an operator; of a custom operator, what its writer does. */
  static String kind(ModelOperator operator) {
    return operator.customCode().isEmpty() ? operator.code() : operator.customCode();
  }

  private List<Integer> extents(int[] shape) {
    left -= shape.length;
    if (left < 0) {
      throw new TfLiteException("model: lists more extents than its bytes can hold");
    }
    return Arrays.stream(shape).boxed().toList();
  }
}
