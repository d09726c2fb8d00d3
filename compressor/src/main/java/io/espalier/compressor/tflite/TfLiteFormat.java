package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.FlatCodec;
import io.espalier.compressor.flat.Schema;
import io.espalier.compressor.flat.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The format of {@code .tflite} files, as {@code tflite.schema} states it. */
final class TfLiteFormat {
  private static final Schema SCHEMA = load();
  private static final List<String> OPERATORS = SCHEMA.names("BuiltinOperator");

  static final FlatCodec CODEC = new FlatCodec(SCHEMA);

  private TfLiteFormat() {}

  /** A table without anything in it. */
  static Table table(String name) {
    return CODEC.table(name);
  }

  /** What an operator's code is called. */
  static String operatorName(int code) {
    return code >= 0 && code < OPERATORS.size() ? OPERATORS.get(code) : "code " + code;
  }

  /** The code that is called so. */
  static int operatorCode(String name) {
    int code = OPERATORS.indexOf(name);
    if (code < 0) {
      throw new IllegalArgumentException("operator: expected a builtin one, found " + name);
    }
    return code;
  }

  private static Schema load() {
    try (InputStream text = TfLiteFormat.class.getResourceAsStream("tflite.schema")) {
      if (text == null) {
        throw new IllegalStateException("tflite.schema: is not on the class path");
      }
      return Schema.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
