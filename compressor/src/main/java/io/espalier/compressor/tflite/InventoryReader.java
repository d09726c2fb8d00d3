package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.Inventory.Layer;
import io.espalier.compressor.tflite.Inventory.MetadataEntry;
import io.espalier.compressor.tflite.Inventory.OperatorEntry;
import io.espalier.compressor.tflite.Inventory.Signature;
import io.espalier.compressor.tflite.Inventory.TensorEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorMap;
import org.tensorflow.lite.schema.TensorType;

/** Tells what is in a file, whoever wrote it. */
public final class InventoryReader {
  private final Model model;

  /** How much may still be listed: an honest file takes some bytes for each thing in it. */
  private long left;

  private InventoryReader(Model model, long bytes) {
    this.model = model;
    this.left = bytes;
  }

  /**
   * Reads a file.
   *
   * @throws TfLiteException if the bytes are no {@code .tflite} file
   */
  public static Inventory read(byte[] file) {
    return TfLiteReader.decode(
        file, model -> new InventoryReader(model, file.length).inventory(file));
  }

  private Inventory inventory(byte[] file) {
    List<OperatorEntry> operators = new ArrayList<>();
    List<TensorEntry> tensors = new ArrayList<>();
    int graphs = count(model.subgraphsLength());
    for (int g = 0; g < graphs; g++) {
      SubGraph graph = model.subgraphs(g);
      operators(g, graph, operators);
      for (int t = 0; t < count(graph.tensorsLength()); t++) {
        tensors.add(tensor(g, t, graph.tensors(t)));
      }
    }
    if (graphs == 0) {
      throw new TfLiteException("model: expected at least one subgraph, found none");
    }
    SubGraph main = model.subgraphs(0);
    Links links = links();
    return new Inventory(
        model.version(),
        text(model.description()),
        graphs,
        operators,
        tensors,
        list(main.inputsLength(), i -> name(main, main.inputs(i))),
        list(main.outputsLength(), i -> name(main, main.outputs(i))),
        list(model.signatureDefsLength(), i -> signature(model.signatureDefs(i))),
        list(model.metadataLength(), i -> metadata(model.metadata(i))),
        links.layers(),
        links.untouched(),
        links.obstacle(),
        TfLiteReader.provenance(file));
  }

  private void operators(int graphNumber, SubGraph graph, List<OperatorEntry> found) {
    record Kind(String name, int version) {}
    Map<Kind, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < count(graph.operatorsLength()); i++) {
      Operator operator = graph.operators(i);
      int version = model.operatorCodes((int) operator.opcodeIndex()).version();
      counts.merge(new Kind(kind(model, operator), version), 1, Integer::sum);
    }
    counts.forEach(
        (kind, number) ->
            found.add(new OperatorEntry(graphNumber, kind.name(), kind.version(), number)));
  }

  private TensorEntry tensor(int graph, int number, Tensor tensor) {
    boolean open = tensor.shapeSignatureLength() > 0;
    int dimensions = open ? tensor.shapeSignatureLength() : tensor.shapeLength();
    return new TensorEntry(
        graph,
        number,
        text(tensor.name()),
        type(tensor.type()),
        list(dimensions, i -> open ? tensor.shapeSignature(i) : tensor.shape(i)),
        bytes(tensor.buffer()),
        tensor.buffer(),
        quantisation(tensor.quantization()));
  }

  private static String quantisation(@Nullable QuantizationParameters quantisation) {
    if (quantisation == null || quantisation.scaleLength() == 0) {
      return "";
    }
    int scales = quantisation.scaleLength();
    if (scales > 1) {
      return scales + " scales along dimension " + quantisation.quantizedDimension();
    }
    long zero = quantisation.zeroPointLength() > 0 ? quantisation.zeroPoint(0) : 0;
    return "scale %s, zero point %d".formatted(quantisation.scale(0), zero);
  }

  private Signature signature(SignatureDef signature) {
    return new Signature(
        text(signature.signatureKey()),
        list(signature.inputsLength(), i -> key(signature.inputs(i))),
        list(signature.outputsLength(), i -> key(signature.outputs(i))));
  }

  private MetadataEntry metadata(Metadata entry) {
    return new MetadataEntry(text(entry.name()), bytes(entry.buffer()));
  }

  /** What can be said of a file's links. */
  private record Links(List<Layer> layers, List<Untouched> untouched, Optional<String> obstacle) {}

  private Links links() {
    try {
      List<LinkSite> sites = LinkSites.of(model);
      return new Links(
          sites.stream().map(this::layer).toList(), LeftAlone.of(model, sites), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Links(List.of(), List.of(), Optional.of(String.valueOf(e.getMessage())));
    } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
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
    SubGraph main = model.subgraphs(0);
    Tensor weights = main.tensors(site.weights());
    Tensor sums = main.tensors(main.operators(site.operator()).outputs(0));
    long values = 1;
    for (int i = 0; i < sums.shapeLength(); i++) {
      values *= sums.shape(i);
    }
    return new Layer(
        layer.name(),
        layer.operator(),
        list(weights.shapeLength(), weights::shape),
        layer.links(),
        zeros,
        2 * values / layer.units() * layer.links());
  }

  private long bytes(long buffer) {
    if (buffer >= model.buffersLength()) {
      throw new TfLiteException(
          "model: expected buffer numbers below %d, found %d"
              .formatted(model.buffersLength(), buffer));
    }
    Buffer content = model.buffers((int) buffer);
    return content.dataLength();
  }

  private static String name(SubGraph graph, int tensor) {
    return text(graph.tensors(tensor).name());
  }

  private static String key(TensorMap entry) {
    return text(entry.name());
  }

  static int code(Model model, Operator operator) {
    OperatorCode code = model.operatorCodes((int) operator.opcodeIndex());
    return Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
  }

  /** What the format calls an operator; of a custom operator, what its writer does. */
  static String kind(Model model, Operator operator) {
    int builtin = code(model, operator);
    if (builtin == BuiltinOperator.CUSTOM) {
      return text(model.operatorCodes((int) operator.opcodeIndex()).customCode());
    }
    boolean known = builtin >= 0 && builtin < BuiltinOperator.names.length;
    return known ? BuiltinOperator.name(builtin) : "operator " + builtin;
  }

  static String type(byte type) {
    boolean known = type >= 0 && type < TensorType.names.length;
    return known ? TensorType.name(type) : "type " + type;
  }

  static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private <T> List<T> list(int length, IntFunction<T> element) {
    return IntStream.range(0, count(length)).mapToObj(element).toList();
  }

  /** The length of something about to be listed. */
  private int count(int length) {
    left -= length;
    if (length < 0 || left < 0) {
      throw new TfLiteException("model: lists more than its bytes can hold");
    }
    return length;
  }
}
