package io.espalier.shared.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkConfigTest {
  @ParameterizedTest
  @CsvSource({
    "mqtt://broker, broker, 1883",
    "mqtt://127.0.0.1:1884, 127.0.0.1, 1884",
    "mqtt://[::1]:1885, [::1], 1885"
  })
  void brokerAddress_hasHostAndPort(String text, String host, int port) {
    LinkConfig config = new LinkConfig(LinkConfig.brokerAddress(text), "client", null, 0);

    assertThat(config.broker().getHost()).isEqualTo(host);
    assertThat(config.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "broker",
        "broker:1883",
        "tcp://broker:1883",
        "mqtts://broker",
        "mqtt:broker",
        "mqtt://",
        "mqtt://bro ker",
        "mqtt://broker:port",
        "mqtt://broker:0",
        "mqtt://broker:65536",
        "mqtt://me:secret@broker",
        "mqtt://broker/path",
        "mqtt://broker?query"
      })
  void brokerAddress_refusesTheRestInOneLine(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkConfig.brokerAddress(text))
        .withMessage("broker: expected mqtt://host[:port], found '" + text + "'");
  }
}
