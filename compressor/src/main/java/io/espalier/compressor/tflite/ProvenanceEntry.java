package io.espalier.compressor.tflite;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.shared.artifact.Provenance;
import java.io.IOException;

/** A file's provenance as JSON, in a metadata entry of its own that runtimes skip. */
final class ProvenanceEntry {
  static final String NAME = "espalier";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          // A newer version may tell more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

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
      Provenance provenance = JSON.readValue(json, Provenance.class);
      if (provenance != null) {
        return provenance;
      }
    } catch (IOException e) {
      throw new TfLiteException("metadata '" + NAME + "': expected a provenance in JSON", e);
    }
    throw new TfLiteException("metadata '" + NAME + "': expected a provenance, found null");
  }
}
