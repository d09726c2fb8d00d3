package io.espalier.compressor.tflite;

import java.util.regex.Pattern;

/** A TensorFlow Lite file that cannot be read or run; the message says why in one line. */
public final class TfLiteException extends IllegalArgumentException {
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\u2028\u2029]");
  private static final int MAX_MESSAGE = 500;

  TfLiteException(String message) {
    super(oneLine(message));
  }

  TfLiteException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Names come from files, which may put anything there, at any length. */
  private static String oneLine(String message) {
    String visible = INVISIBLE.matcher(message).replaceAll("?");
    return visible.length() <= MAX_MESSAGE ? visible : visible.substring(0, MAX_MESSAGE) + "…";
  }
}
