package io.espalier.compressor.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import io.espalier.shared.artifact.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.TensorMap;

/**
 * Lays a graph out as a FlatBuffer, children before parents as the format wants it. For one use.
 */
final class GraphEncoder {
  private static final int SCHEMA_VERSION = 3;
  private static final String DESCRIPTION = "Written by Espalier.";

  /** Kernels read constants in place and want them aligned so. */
  private static final int ALIGNMENT = 16;

  /** The converter pads the version of the runtime with zeros to this length. */
  private static final int RUNTIME_VERSION_BYTES = 16;

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
  private final List<Tensor> tensors;
  private final List<Operator> operators;
  private final List<OperatorVersion> codes;
  private final List<Integer> buffers = new ArrayList<>();

  GraphEncoder(List<Tensor> tensors, List<Operator> operators) {
    this.tensors = tensors;
    this.operators = operators;
    this.codes = codes(operators);
  }

  byte[] encode(Tensor input, List<Tensor> outputs, Provenance provenance) {
    // By convention the first buffer is empty; tensors without data point to it.
    addBuffer(new byte[0]);
    int subGraph = subGraph(input, outputs);
    int metadata =
        Model.createMetadataVector(
            builder,
            new int[] {
              metadata("min_runtime_version", minimumRuntime()),
              metadata(ProvenanceEntry.NAME, ProvenanceEntry.encode(provenance))
            });
    int signatures =
        Model.createSignatureDefsVector(builder, new int[] {signature(input, outputs)});
    int allBuffers = Model.createBuffersVector(builder, offsets(buffers));
    int description = builder.createString(DESCRIPTION);
    int subGraphs = Model.createSubgraphsVector(builder, new int[] {subGraph});
    int operatorCodes =
        Model.createOperatorCodesVector(builder, codes.stream().mapToInt(this::code).toArray());

    Model.startModel(builder);
    Model.addVersion(builder, SCHEMA_VERSION);
    Model.addOperatorCodes(builder, operatorCodes);
    Model.addSubgraphs(builder, subGraphs);
    Model.addDescription(builder, description);
    Model.addBuffers(builder, allBuffers);
    Model.addMetadata(builder, metadata);
    Model.addSignatureDefs(builder, signatures);
    Model.finishModelBuffer(builder, Model.endModel(builder));
    return builder.sizedByteArray();
  }

  /** As in the converter, one entry per operator, with the highest version that is used. */
  private static List<OperatorVersion> codes(List<Operator> operators) {
    List<OperatorVersion> codes = new ArrayList<>();
    for (Operator operator : operators) {
      int known = indexOf(codes, operator.version().builtin);
      if (known < 0) {
        codes.add(operator.version());
      } else if (operator.version().version > codes.get(known).version) {
        codes.set(known, operator.version());
      }
    }
    return codes;
  }

  private static int indexOf(List<OperatorVersion> codes, int builtin) {
    for (int i = 0; i < codes.size(); i++) {
      if (codes.get(i).builtin == builtin) {
        return i;
      }
    }
    return -1;
  }

  private byte[] minimumRuntime() {
    OperatorVersion newest = codes.stream().max(Comparator.naturalOrder()).orElseThrow();
    return Arrays.copyOf(newest.since.getBytes(StandardCharsets.US_ASCII), RUNTIME_VERSION_BYTES);
  }

  private int code(OperatorVersion operator) {
    // Operators beyond 126 do not fit the byte of old readers, which find a placeholder there.
    int small = Math.min(operator.builtin, BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES);
    return OperatorCode.createOperatorCode(
        builder, (byte) small, 0, operator.version, operator.builtin);
  }

  private int subGraph(Tensor input, List<Tensor> yielded) {
    int allTensors =
        SubGraph.createTensorsVector(builder, tensors.stream().mapToInt(this::tensor).toArray());
    int allOperators =
        SubGraph.createOperatorsVector(
            builder, operators.stream().mapToInt(this::operator).toArray());
    int inputs = SubGraph.createInputsVector(builder, new int[] {tensors.indexOf(input)});
    int outputs =
        SubGraph.createOutputsVector(
            builder, yielded.stream().mapToInt(tensors::indexOf).toArray());
    int name = builder.createString("main");
    return SubGraph.createSubGraph(builder, allTensors, inputs, outputs, allOperators, name);
  }

  private int tensor(Tensor tensor) {
    int buffer = tensor.data == null ? 0 : addBuffer(tensor.data);
    int shape = org.tensorflow.lite.schema.Tensor.createShapeVector(builder, tensor.shape);
    int signature = 0;
    if (tensor.batched) {
      int[] open = tensor.shape.clone();
      open[0] = -1;
      signature = org.tensorflow.lite.schema.Tensor.createShapeSignatureVector(builder, open);
    }
    int name = builder.createString(tensor.name);
    int quantization = tensor.channelScales == null ? 0 : quantization(tensor.channelScales);
    return org.tensorflow.lite.schema.Tensor.createTensor(
        builder, shape, tensor.type, buffer, name, quantization, false, 0, signature, true, 0);
  }

  private int quantization(float[] scales) {
    int scale = QuantizationParameters.createScaleVector(builder, scales);
    int zeroPoint = QuantizationParameters.createZeroPointVector(builder, new long[scales.length]);
    return QuantizationParameters.createQuantizationParameters(
        builder, 0, 0, scale, zeroPoint, (byte) 0, 0, 0);
  }

  private int operator(Operator operator) {
    int[] inputs = operator.inputs().stream().mapToInt(tensors::indexOf).toArray();
    int inputVector = org.tensorflow.lite.schema.Operator.createInputsVector(builder, inputs);
    int outputVector =
        org.tensorflow.lite.schema.Operator.createOutputsVector(
            builder, new int[] {tensors.indexOf(operator.output())});
    int options = OperatorOptions.encode(builder, operator);
    return org.tensorflow.lite.schema.Operator.createOperator(
        builder,
        indexOf(codes, operator.version().builtin),
        inputVector,
        outputVector,
        OperatorOptions.type(operator.version()),
        options,
        0,
        (byte) 0,
        0,
        0);
  }

  private int signature(Tensor input, List<Tensor> yielded) {
    int inputs =
        SignatureDef.createInputsVector(
            builder, new int[] {named("input", tensors.indexOf(input))});
    int outputs =
        SignatureDef.createOutputsVector(
            builder,
            IntStream.range(0, yielded.size())
                .map(i -> named(outputName(i), tensors.indexOf(yielded.get(i))))
                .toArray());
    int key = builder.createString("serving_default");
    return SignatureDef.createSignatureDef(builder, inputs, outputs, key, 0);
  }

  private static String outputName(int i) {
    return i == 0 ? "output" : "output_" + i;
  }

  private int named(String name, int tensor) {
    return TensorMap.createTensorMap(builder, builder.createString(name), tensor);
  }

  private int metadata(String name, byte[] content) {
    int buffer = addBuffer(content);
    return Metadata.createMetadata(builder, builder.createString(name), buffer);
  }

  private int addBuffer(byte[] content) {
    int data = 0;
    if (content.length > 0) {
      // The generated createDataVector would align to one byte.
      builder.createUnintializedVector(1, content.length, ALIGNMENT).put(content);
      data = builder.endVector();
    }
    buffers.add(Buffer.createBuffer(builder, data));
    return buffers.size() - 1;
  }

  private static int[] offsets(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
