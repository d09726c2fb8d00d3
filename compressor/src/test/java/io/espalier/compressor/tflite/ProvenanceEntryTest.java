package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceEntryTest {
  private static final String JSON =
      "{\"version\":\"1.2.3\",\"commit\":\"abc1234\","
          + "\"recipe\":{\"method\":\"shapley\",\"seed\":\"7\"}}";

  @Test
  void encode_writesTheSameJsonAlways() {
    assertThat(new String(ProvenanceEntry.encode(PROVENANCE), UTF_8)).isEqualTo(JSON);
  }

  @Test
  void decode_skipsWhatANewerVersionAdds() {
    String newer = JSON.replace("{\"version\"", "{\"author\":\"someone\",\"version\"");

    assertThat(ProvenanceEntry.decode(newer.getBytes(UTF_8))).isEqualTo(PROVENANCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "{\"version\":\"1\",\"commit\":null,\"recipe\":{}}", "{"})
  void decode_refusesWhatIsNoProvenance(String json) {
    assertThatExceptionOfType(TfLiteException.class)
        .isThrownBy(() -> ProvenanceEntry.decode(json.getBytes(UTF_8)))
        .withMessageStartingWith("metadata 'espalier': expected a provenance");
  }
}
