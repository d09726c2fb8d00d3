package io.espalier.compressor.tflite;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.shared.artifact.Provenance;
import java.io.IOException;

/** A file's provenance as JSON, in a metadata entry of its own that runtimes skip. */
final class ProvenanceEntry {
  static final String NAME = "espalier";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProvenanceEntry() {}

  static byte[] encode(Provenance provenance) {
    try {
      return JSON.writeValueAsBytes(provenance);
    } catch (JacksonException e) {
      throw new IllegalStateException("provenance: strings that do not make JSON", e);
    }
  }

  static Provenance decode(byte[] json) {
    try {
      return JSON.readValue(json, Provenance.class);
    } catch (IOException e) {
      throw new TfLiteException("metadata '" + NAME + "': is no provenance", e);
    }
  }
}
