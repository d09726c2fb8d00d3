/**
 * TensorFlow Lite files: {@link io.espalier.compressor.tflite.TfLiteModel} looks into any of them
 * and changes it, {@link io.espalier.compressor.tflite.TfLiteLinkModel} sees it as layers of links,
 * {@link io.espalier.compressor.tflite.TfLiteQuantiser} quantises it, {@link
 * io.espalier.compressor.tflite.LayoutChoice} lays it out, {@link
 * io.espalier.compressor.tflite.TfLiteRunner} runs it and {@link
 * io.espalier.compressor.tflite.ModelTimer} times it, while {@link
 * io.espalier.compressor.tflite.TfLiteWriter} writes networks and {@link
 * io.espalier.compressor.tflite.TfLiteGraph} other graphs of our own. The only package that knows
 * the format of these files and the native TensorFlow Lite.
 */
@NullMarked
package io.espalier.compressor.tflite;

import org.jspecify.annotations.NullMarked;
