package io.espalier.compressor.tflite;

import io.espalier.compressor.linalg.Matrix;

/**
 * How the kernel of a convolution moves over images.
 *
 * @param height of the kernel, at least 1
 * @param width of the kernel, at least 1
 * @param strideY how far it moves down, at least 1
 * @param strideX how far it moves right, at least 1
 * @param dilationY how far apart its rows lie, at least 1
 * @param dilationX how far apart its columns lie, at least 1
 * @param padded whether it may reach over the edges (SAME), where everything is zero
 */
record KernelWindow(
    int height, int width, int strideY, int strideX, int dilationY, int dilationX, boolean padded) {
  KernelWindow {
    if (Math.min(Math.min(height, width), Math.min(strideY, strideX)) < 1
        || Math.min(dilationY, dilationX) < 1) {
      throw new TfLiteException(
          "convolution: expected a kernel, strides and dilations of at least 1, found %d × %d, %d × %d and %d × %d"
              .formatted(height, width, strideY, strideX, dilationY, dilationX));
    }
  }

  /** How many positions there are from top to bottom. */
  int rows(int imageHeight) {
    return positions(imageHeight, height, strideY, dilationY);
  }

  /** How many positions there are from left to right. */
  int columns(int imageWidth) {
    return positions(imageWidth, width, strideX, dilationX);
  }

  /**
   * What the kernel covers: a row for each position of each image, in it the kernel's rows, their
   * columns, their channels.
   *
   * @param images of shape {@code shape}: number, height, width, channels
   * @param firstChannel of those that are wanted
   * @param channels how many are wanted
   */
  Matrix patches(float[] images, int[] shape, int firstChannel, int channels) {
    int rows = rows(shape[1]);
    int columns = columns(shape[2]);
    int top = before(shape[1], rows, height, strideY, dilationY);
    int left = before(shape[2], columns, width, strideX, dilationX);
    Matrix patches =
        Matrix.zeros(
            Math.multiplyExact(shape[0], Math.multiplyExact(rows, columns)),
            height * width * channels);
    int to = 0;
    for (int image = 0; image < shape[0]; image++) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          for (int ky = 0; ky < height; ky++) {
            int y = row * strideY - top + ky * dilationY;
            for (int kx = 0; kx < width; kx++) {
              int x = column * strideX - left + kx * dilationX;
              if (y >= 0 && y < shape[1] && x >= 0 && x < shape[2]) {
                int from = ((image * shape[1] + y) * shape[2] + x) * shape[3] + firstChannel;
                System.arraycopy(images, from, patches.values(), to, channels);
              }
              to += channels;
            }
          }
        }
      }
    }
    return patches;
  }

  private int positions(int pixels, int extent, int stride, int dilation) {
    int span = padded ? 1 : (extent - 1) * dilation + 1;
    return Math.max(0, pixels - span + stride) / stride;
  }

  /** How far the first position reaches over the edge. */
  private int before(int pixels, int positions, int extent, int stride, int dilation) {
    int reach = (positions - 1) * stride + (extent - 1) * dilation + 1;
    return padded ? Math.max(0, reach - pixels) / 2 : 0;
  }
}
