package io.espalier.compressor.tflite;

import io.espalier.compressor.tflite.TestLayers.Kernel;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.Padding;

/** Files of small networks with convolutions, weights by seed, batch open unless said. */
public final class ConvModels {
  private static final byte NONE = ActivationFunctionType.NONE;
  private static final byte RELU = ActivationFunctionType.RELU;

  private ConvModels() {}

  /**
   * A classifier of 10 classes over 12 × 12 × 1: CONV_2D with RELU6, DEPTHWISE_CONV_2D,
   * MAX_POOL_2D, RESHAPE, FULLY_CONNECTED, SOFTMAX.
   */
  public static byte[] small(long seed) {
    return small(seed, true);
  }

  /** The same, its batch left open or fixed at 1. */
  public static byte[] small(long seed, boolean openBatch) {
    TestModel model = new TestModel(seed, openBatch);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 12, 12, 1);
    x = layers.convolution("conv", x, 8, Kernel.same(3, 1));
    x = layers.depthwise("depthwise", x, 1, Kernel.same(3, 1));
    x = layers.maxPool("pool", x, 2);
    x = layers.flatten("flat", x);
    x = layers.fullyConnected("logits", x, 10, NONE);
    return model.build(layers.softmax("classes", x));
  }

  /** Over 8 × 8 × 3: two convolutions around which the image of the first goes too; logits. */
  public static byte[] residual(long seed) {
    TestModel model = new TestModel(seed, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 8, 8, 3);
    int first = layers.convolution("stem", x, 6, Kernel.same(3, 1));
    int second = layers.convolution("inner", first, 6, Kernel.same(3, 1));
    int third = layers.convolution("outer", second, 6, Kernel.same(3, 1).with(NONE));
    int sum = layers.add("sum", first, third, RELU);
    int mean = layers.globalMean("mean", sum);
    return model.build(layers.fullyConnected("logits", mean, 5, NONE));
  }

  /** Over 32 × 32 × 3, 10 classes: a strided stem, then blocks of depthwise and 1 × 1. */
  public static byte[] mobileNetLike(long seed) {
    TestModel model = new TestModel(seed, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 32, 32, 3);
    x = layers.convolution("stem", x, 16, Kernel.same(3, 2));
    int[] widths = {24, 32, 48, 64};
    for (int i = 0; i < widths.length; i++) {
      int stride = i % 2 + 1;
      x = layers.depthwise("block" + i + "/depthwise", x, 1, Kernel.same(3, stride));
      x = layers.convolution("block" + i + "/pointwise", x, widths[i], Kernel.point());
    }
    x = layers.globalMean("mean", x);
    x = layers.fullyConnected("logits", x, 10, NONE);
    return model.build(layers.softmax("classes", x));
  }

  /** Over 9 × 10 × 3: strides, dilations, both paddings, two filters a channel; rows of 6. */
  public static byte[] kernels(long seed) {
    TestModel model = new TestModel(seed, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 9, 10, 3);
    x = layers.convolution("same_strided", x, 5, Kernel.same(3, 2));
    x =
        layers.depthwise(
            "multiplied", x, 2, new Kernel(2, 1, 1, Padding.SAME, ActivationFunctionType.RELU));
    x =
        layers.convolution(
            "dilated", x, 7, new Kernel(3, 1, 2, Padding.SAME, ActivationFunctionType.RELU));
    x = layers.depthwise("dilated_depthwise", x, 1, new Kernel(2, 1, 2, Padding.VALID, NONE));
    x = layers.convolution("valid_strided", x, 6, new Kernel(2, 2, 1, Padding.VALID, NONE));
    return model.build(layers.flatten("flat", x));
  }

  /** Over 6 × 6 × 2 and rows of 4: each goes its own way to where both meet; rows of 3. */
  public static byte[] twoInputs(long seed) {
    TestModel model = new TestModel(seed, true);
    TestLayers layers = new TestLayers(model);
    int image = model.input("image:0", 1, 6, 6, 2);
    int row = model.input("row:0", 1, 4);
    int seen = layers.convolution("conv", image, 4, Kernel.same(3, 2));
    int known = layers.fullyConnected("hidden", row, 5, RELU);
    int both = layers.concatenation("both", layers.flatten("flat", seen), known);
    return model.build(layers.fullyConnected("logits", both, 3, NONE));
  }

  /** Over 6 × 6 × 4: a CONV_2D each of whose filters sees half of the channels. */
  public static byte[] grouped(long seed) {
    TestModel model = new TestModel(seed, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 6, 6, 4);
    return model.build(layers.convolution("grouped", x, 6, 2, Kernel.same(3, 1)));
  }

  /** Over images of 2 channels and any extents: CONV_2D, MEAN, FULLY_CONNECTED; rows of 3. */
  public static byte[] openExtents(long seed) {
    TestModel model = new TestModel(seed, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("image:0", 1, 1, 1, 2);
    model.open(x, -1, -1, -1, 2);
    int seen = layers.convolution("conv", x, 8, Kernel.same(3, 1));
    model.open(seen, -1, -1, -1, 8);
    return model.build(layers.fullyConnected("logits", layers.globalMean("mean", seen), 3, NONE));
  }

  /** Over rows of 6: two FULLY_CONNECTED that share one tensor of weights; rows of 6. */
  public static byte[] tied(long seed) {
    TestModel model = new TestModel(seed, true);
    TestLayers layers = new TestLayers(model);
    int x = model.input("row:0", 1, 6);
    int weights = model.random("shared/MatMul", 0.4, 6, 6);
    int first =
        layers.fullyConnected("first", x, weights, model.random("first/bias", 0.1, 6), RELU);
    return model.build(layers.fullyConnected("second", first, weights, TestModel.ABSENT, NONE));
  }
}
