package io.espalier.compressor.tflite;

import java.util.Arrays;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptionsT;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.ReducerOptionsT;
import org.tensorflow.lite.schema.ReshapeOptionsT;
import org.tensorflow.lite.schema.SoftmaxOptionsT;
import org.tensorflow.lite.schema.TensorType;

/** The layers of image classifiers, with random weights, added to a model one by one. */
public final class TestLayers {
  private final TestModel model;

  /** Adds to {@code model}. */
  public TestLayers(TestModel model) {
    this.model = model;
  }

  /**
   * How a kernel moves over an image.
   *
   * @param extent of the kernel, in both directions
   * @param stride in both directions
   * @param dilation in both directions
   * @param padding of {@link Padding}
   * @param activation of {@link ActivationFunctionType}
   */
  public record Kernel(int extent, int stride, int dilation, byte padding, byte activation) {
    /** Padded to keep the image's extents, but for the stride, and clamped to 0…6. */
    public static Kernel same(int extent, int stride) {
      return new Kernel(extent, stride, 1, Padding.SAME, ActivationFunctionType.RELU6);
    }

    /** Of one position only. */
    public static Kernel point() {
      return same(1, 1);
    }

    /** With another activation. */
    public Kernel with(byte other) {
      return new Kernel(extent, stride, dilation, padding, other);
    }

    private int positions(int pixels) {
      int span = padding == Padding.SAME ? 1 : (extent - 1) * dilation + 1;
      return (pixels - span) / stride + 1;
    }
  }

  /** CONV_2D. */
  public int convolution(String name, int x, int filters, Kernel kernel) {
    return convolution(name, x, filters, 1, kernel);
  }

  /** CONV_2D whose filters fall into groups, each of which sees as large a part of the channels. */
  public int convolution(String name, int x, int filters, int groups, Kernel kernel) {
    int[] in = model.shape(x);
    int seen = in[3] / groups;
    int k = kernel.extent();
    int weights =
        model.random(name + "/kernel", Math.sqrt(2.0 / (k * k * seen)), filters, k, k, seen);
    int bias = model.random(name + "/bias", 0.1, filters);
    int output = flowing(name, in[0], kernel.positions(in[1]), kernel.positions(in[2]), filters);
    Conv2DOptionsT options = new Conv2DOptionsT();
    options.setPadding(kernel.padding());
    options.setStrideH(kernel.stride());
    options.setStrideW(kernel.stride());
    options.setDilationHFactor(kernel.dilation());
    options.setDilationWFactor(kernel.dilation());
    options.setFusedActivationFunction(kernel.activation());
    int version = kernel.dilation() > 1 ? 2 : 1;
    return model.operator(
        BuiltinOperator.CONV_2D,
        version,
        BuiltinOptions.Conv2DOptions,
        options,
        output,
        x,
        weights,
        bias);
  }

  /** DEPTHWISE_CONV_2D with {@code multiplier} filters a channel. */
  public int depthwise(String name, int x, int multiplier, Kernel kernel) {
    int[] in = model.shape(x);
    int k = kernel.extent();
    int filters = in[3] * multiplier;
    int weights = model.random(name + "/depthwise", Math.sqrt(2.0 / (k * k)), 1, k, k, filters);
    int bias = model.random(name + "/bias", 0.1, filters);
    int output = flowing(name, in[0], kernel.positions(in[1]), kernel.positions(in[2]), filters);
    DepthwiseConv2DOptionsT options = new DepthwiseConv2DOptionsT();
    options.setPadding(kernel.padding());
    options.setStrideH(kernel.stride());
    options.setStrideW(kernel.stride());
    options.setDilationHFactor(kernel.dilation());
    options.setDilationWFactor(kernel.dilation());
    options.setDepthMultiplier(multiplier);
    options.setFusedActivationFunction(kernel.activation());
    int version = kernel.dilation() > 1 ? 2 : 1;
    return model.operator(
        BuiltinOperator.DEPTHWISE_CONV_2D,
        version,
        BuiltinOptions.DepthwiseConv2DOptions,
        options,
        output,
        x,
        weights,
        bias);
  }

  /** FULLY_CONNECTED with weights and a bias of its own. */
  public int fullyConnected(String name, int x, int units, byte activation) {
    int inputs = model.shape(x)[1];
    int weights = model.random(name + "/MatMul", Math.sqrt(2.0 / inputs), units, inputs);
    return fullyConnected(name, x, weights, model.random(name + "/bias", 0.1, units), activation);
  }

  /** FULLY_CONNECTED with weights and a bias (perhaps {@link TestModel#ABSENT}) that are there. */
  public int fullyConnected(String name, int x, int weights, int bias, byte activation) {
    FullyConnectedOptionsT options = new FullyConnectedOptionsT();
    options.setFusedActivationFunction(activation);
    int output = flowing(name, model.shape(x)[0], model.shape(weights)[0]);
    return model.operator(
        BuiltinOperator.FULLY_CONNECTED,
        1,
        BuiltinOptions.FullyConnectedOptions,
        options,
        output,
        x,
        weights,
        bias);
  }

  /** MAX_POOL_2D over squares that do not overlap. */
  public int maxPool(String name, int x, int extent) {
    int[] in = model.shape(x);
    Pool2DOptionsT options = new Pool2DOptionsT();
    options.setPadding(Padding.VALID);
    options.setStrideH(extent);
    options.setStrideW(extent);
    options.setFilterHeight(extent);
    options.setFilterWidth(extent);
    int output = flowing(name, in[0], in[1] / extent, in[2] / extent, in[3]);
    return model.operator(
        BuiltinOperator.MAX_POOL_2D, 1, BuiltinOptions.Pool2DOptions, options, output, x);
  }

  /** MEAN over both directions of an image. */
  public int globalMean(String name, int x) {
    int[] in = model.shape(x);
    ReducerOptionsT options = new ReducerOptionsT();
    int output = flowing(name, in[0], in[3]);
    int axes = model.integers(name + "/axes", 1, 2);
    return model.operator(
        BuiltinOperator.MEAN, 1, BuiltinOptions.ReducerOptions, options, output, x, axes);
  }

  /** RESHAPE to a row. */
  public int flatten(String name, int x) {
    int[] in = model.shape(x);
    int width = Arrays.stream(in).skip(1).reduce(1, (a, b) -> a * b);
    ReshapeOptionsT options = new ReshapeOptionsT();
    options.setNewShape(new int[] {-1, width});
    int output = flowing(name, in[0], width);
    int shape = model.integers(name + "/shape", -1, width);
    return model.operator(
        BuiltinOperator.RESHAPE, 1, BuiltinOptions.ReshapeOptions, options, output, x, shape);
  }

  /** ADD of two equal shapes. */
  public int add(String name, int x, int y, byte activation) {
    AddOptionsT options = new AddOptionsT();
    options.setFusedActivationFunction(activation);
    int output = flowing(name, model.shape(x));
    return model.operator(BuiltinOperator.ADD, 1, BuiltinOptions.AddOptions, options, output, x, y);
  }

  /** CONCATENATION of two rows. */
  public int concatenation(String name, int x, int y) {
    ConcatenationOptionsT options = new ConcatenationOptionsT();
    options.setAxis(1);
    int output = flowing(name, model.shape(x)[0], model.shape(x)[1] + model.shape(y)[1]);
    return model.operator(
        BuiltinOperator.CONCATENATION,
        1,
        BuiltinOptions.ConcatenationOptions,
        options,
        output,
        x,
        y);
  }

  /** SOFTMAX. */
  public int softmax(String name, int x) {
    SoftmaxOptionsT options = new SoftmaxOptionsT();
    options.setBeta(1);
    int output = flowing(name, model.shape(x));
    return model.operator(
        BuiltinOperator.SOFTMAX, 1, BuiltinOptions.SoftmaxOptions, options, output, x);
  }

  private int flowing(String name, int... shape) {
    return model.flowing(name, TensorType.FLOAT32, shape);
  }
}
