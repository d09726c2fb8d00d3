package io.espalier.compressor.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationDetailsUnion;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SignatureDefT;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorMapT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/**
 * Puts a {@code .tflite} file of any operators together, tensor by tensor, for tests. Tensors are
 * referred to by their numbers; dimension 0 of what flows is the batch, 1 in the file.
 */
public final class TestModel {
  /** Stands for a tensor that is left out. */
  public static final int ABSENT = -1;

  private final Random random;
  private final boolean openBatch;
  private final List<TensorT> tensors = new ArrayList<>();
  private final List<OperatorT> operators = new ArrayList<>();
  private final List<OperatorCodeT> codes = new ArrayList<>();
  private final List<byte[]> buffers = new ArrayList<>(List.of(new byte[0]));
  private final List<Integer> inputs = new ArrayList<>();

  /** A model whose weights come from a seed, with the batch left open or fixed at 1. */
  public TestModel(long seed, boolean openBatch) {
    this.random = new Random(seed);
    this.openBatch = openBatch;
  }

  /** An input of single floats. */
  public int input(String name, int... shape) {
    return input(name, TensorType.FLOAT32, shape);
  }

  /** An input of any type. */
  public int input(String name, byte type, int... shape) {
    int tensor = flowing(name, type, shape);
    inputs.add(tensor);
    return tensor;
  }

  /** What an operator yields; the batch is left open if the model's is. */
  public int flowing(String name, byte type, int... shape) {
    TensorT tensor = tensor(name, type, 0, shape);
    if (openBatch) {
      int[] open = shape.clone();
      open[0] = -1;
      tensor.setShapeSignature(open);
    }
    return add(tensor);
  }

  /** A constant of single floats. */
  public int floats(String name, float[] values, int... shape) {
    ByteBuffer data =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return constant(name, TensorType.FLOAT32, data.array(), shape);
  }

  /** A constant of 32-bit integers. */
  public int integers(String name, int... values) {
    ByteBuffer data = ByteBuffer.allocate(Integer.BYTES * values.length);
    data.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return constant(name, TensorType.INT32, data.array(), values.length);
  }

  /** A constant of any type, in a buffer of its own. */
  public int constant(String name, byte type, byte[] data, int... shape) {
    buffers.add(data);
    return add(tensor(name, type, buffers.size() - 1, shape));
  }

  /** A constant of random floats of that standard deviation. */
  public int random(String name, double deviation, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return floats(name, values, shape);
  }

  /** Leaves extents of a tensor open, each given as −1. */
  public void open(int tensor, int... signature) {
    tensors.get(tensor).setShapeSignature(signature);
  }

  /** Gives a tensor scales and zero points along a dimension. */
  public void quantise(int tensor, int dimension, float[] scales, long[] zeroPoints) {
    QuantizationParametersT parameters = new QuantizationParametersT();
    parameters.setScale(scales);
    parameters.setZeroPoint(zeroPoints);
    parameters.setQuantizedDimension(dimension);
    parameters.setDetails(new QuantizationDetailsUnion());
    tensors.get(tensor).setQuantization(parameters);
  }

  /** An operator without options. */
  public int operator(int builtin, int output, int... inputs) {
    return operator(builtin, 1, BuiltinOptions.NONE, null, output, inputs);
  }

  /**
   * Any operator.
   *
   * @return its output
   */
  public int operator(
      int builtin,
      int version,
      byte optionsType,
      @Nullable Object options,
      int output,
      int... inputs) {
    OperatorT operator = new OperatorT();
    operator.setOpcodeIndex(code(builtin, version));
    operator.setInputs(inputs);
    operator.setOutputs(new int[] {output});
    BuiltinOptionsUnion union = new BuiltinOptionsUnion();
    union.setType(optionsType);
    union.setValue(options);
    operator.setBuiltinOptions(union);
    operator.setCustomOptions(null);
    operator.setMutatingVariableInputs(null);
    operator.setIntermediates(null);
    operators.add(operator);
    return output;
  }

  /** The extents of a tensor. */
  public int[] shape(int tensor) {
    return tensors.get(tensor).getShape();
  }

  /** The file. */
  public byte[] build(int... outputs) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    int[] data = buffers.stream().mapToInt(content -> buffer(builder, content)).toArray();
    int allBuffers = Model.createBuffersVector(builder, data);
    int subGraphs =
        Model.createSubgraphsVector(builder, new int[] {SubGraph.pack(builder, graph(outputs))});
    int allCodes =
        Model.createOperatorCodesVector(
            builder, codes.stream().mapToInt(code -> OperatorCode.pack(builder, code)).toArray());
    int signatures =
        Model.createSignatureDefsVector(
            builder, new int[] {SignatureDef.pack(builder, signature(outputs))});
    Model.startModel(builder);
    Model.addVersion(builder, 3);
    Model.addOperatorCodes(builder, allCodes);
    Model.addSubgraphs(builder, subGraphs);
    Model.addBuffers(builder, allBuffers);
    Model.addSignatureDefs(builder, signatures);
    Model.finishModelBuffer(builder, Model.endModel(builder));
    return builder.sizedByteArray();
  }

  private SubGraphT graph(int[] outputs) {
    SubGraphT graph = new SubGraphT();
    graph.setTensors(tensors.toArray(TensorT[]::new));
    graph.setInputs(inputNumbers());
    graph.setOutputs(outputs);
    graph.setOperators(operators.toArray(OperatorT[]::new));
    graph.setName("main");
    return graph;
  }

  private SignatureDefT signature(int[] outputs) {
    SignatureDefT signature = new SignatureDefT();
    signature.setSignatureKey("serving_default");
    signature.setInputs(named(inputNumbers()));
    signature.setOutputs(named(outputs));
    return signature;
  }

  /** In a signature a tensor goes by its name without what follows a colon. */
  private TensorMapT[] named(int[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(
            number -> {
              TensorMapT entry = new TensorMapT();
              entry.setName(tensors.get(number).getName().replaceFirst(":.*", ""));
              entry.setTensorIndex(number);
              return entry;
            })
        .toArray(TensorMapT[]::new);
  }

  private int[] inputNumbers() {
    return inputs.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int buffer(FlatBufferBuilder builder, byte[] content) {
    if (content.length == 0) {
      return Buffer.createBuffer(builder, 0);
    }
    builder.createUnintializedVector(1, content.length, 16).put(content);
    return Buffer.createBuffer(builder, builder.endVector());
  }

  private int code(int builtin, int version) {
    for (int i = 0; i < codes.size(); i++) {
      if (codes.get(i).getBuiltinCode() == builtin && codes.get(i).getVersion() == version) {
        return i;
      }
    }
    OperatorCodeT code = new OperatorCodeT();
    code.setBuiltinCode(builtin);
    code.setDeprecatedBuiltinCode(
        (byte) Math.min(builtin, BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES));
    code.setVersion(version);
    codes.add(code);
    return codes.size() - 1;
  }

  private static TensorT tensor(String name, byte type, int buffer, int... shape) {
    TensorT tensor = new TensorT();
    tensor.setName(name);
    tensor.setType(type);
    tensor.setShape(shape.clone());
    tensor.setShapeSignature(null);
    tensor.setVariantTensors(null);
    tensor.setHasRank(true);
    tensor.setBuffer(buffer);
    return tensor;
  }

  private int add(TensorT tensor) {
    tensors.add(tensor);
    return tensors.size() - 1;
  }
}
