package io.espalier.shared.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkConfigTest {
  @ParameterizedTest
  @CsvSource({
    "mqtt://broker, broker, 1883",
    "mqtts://broker, broker, 8883",
    "mqtt://127.0.0.1:1884, 127.0.0.1, 1884",
    "mqtts://127.0.0.1:1884, 127.0.0.1, 1884",
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
        "ssl://broker",
        "mqtt:broker",
        "mqtt://",
        "mqtt://bro ker",
        "mqtt://broker:port",
        "mqtt://broker:0",
        "mqtt://broker:65536",
        "mqtt://me:secret@broker",
        "mqtts://me:secret@broker",
        "mqtt://broker/path",
        "mqtt://broker?query"
      })
  void brokerAddress_refusesTheRestInOneLine(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkConfig.brokerAddress(text))
        .withMessage("broker: expected mqtt[s]://host[:port], found '" + text + "'");
  }

  @Test
  void aPassword_doesNotTravelInTheClear() {
    LinkSecurity password = LinkSecurity.of(null, null, null, "pi-07", Path.of("password"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinkConfig(URI.create("mqtt://broker"), "client", null, 0, password))
        .withMessage(
            "broker: expected mqtts://host[:port] with certificates or a password,"
                + " found mqtt://broker");
  }

  @Test
  void aCertificate_comesWithItsKeyAndWithoutAPassword() {
    Path file = Path.of("file");

    assertThat(LinkSecurity.of(file, file, file, "pi-07", null).identity())
        .isEqualTo(new LinkSecurity.Certificate(file, file));
    assertThat(LinkSecurity.of(null, null, null, "pi-07", null)).isEqualTo(LinkSecurity.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSecurity.of(null, null, file, "pi-07", null))
        .withMessageEndingWith("found a key alone");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSecurity.of(null, file, null, "pi-07", null))
        .withMessageEndingWith("found a certificate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSecurity.of(null, file, file, "pi-07", file))
        .withMessageEndingWith("found a certificate and a password");
  }
}
