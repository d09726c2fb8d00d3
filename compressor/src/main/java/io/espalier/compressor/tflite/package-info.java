/**
 * TensorFlow Lite files: {@link io.espalier.compressor.tflite.TfLiteWriter} writes networks, {@link
 * io.espalier.compressor.tflite.TfLiteReader} reads them, {@link
 * io.espalier.compressor.tflite.TfLiteRunner} runs them; other graphs are put together with {@link
 * io.espalier.compressor.tflite.TfLiteGraph}. The only package that knows FlatBuffers and the
 * native TensorFlow Lite.
 */
@NullMarked
package io.espalier.compressor.tflite;

import org.jspecify.annotations.NullMarked;
