package io.espalier.shared.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcInstantTest {
  @Test
  void times_readAsTheFormatterReadsThem() throws MalformedMessageException {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-62_000_000_000L, 250_000_000_000L),
              random.nextInt(1_000_000_000) / (long) Math.pow(10, random.nextInt(9)));
      assertThat(read(time.toString())).isEqualTo(Instant.parse(time.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2024-02-29T23:59:59.5Z",
        "2026-11-24T12:00:00+02:00",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00.25Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T10:00:00.Z",
      })
  void oddTimes_readAsTheFormatterReadsThem(String text) throws MalformedMessageException {
    assertThat(read(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-24T10:00:00",
        "2026-11-24T10:00:00.1234567890Z",
        "2026-11-24T10:00:0:Z",
        "2026-11-24 10:00:00Z",
        "today",
      })
  void whatIsNoTime_isRefused(String text) {
    assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> read(text));
  }

  private static Instant read(String text) throws MalformedMessageException {
    return MessageCodec.decode(("\"" + text + "\"").getBytes(UTF_8), Instant.class);
  }
}
