package io.espalier.compressor.tflite;

/** A TensorFlow Lite file that cannot be read or run; the message says why in one line. */
public final class TfLiteException extends IllegalArgumentException {
  TfLiteException(String message) {
    super(message);
  }

  TfLiteException(String message, Throwable cause) {
    super(message, cause);
  }
}
