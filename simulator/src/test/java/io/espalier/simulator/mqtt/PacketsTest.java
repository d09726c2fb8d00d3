package io.espalier.simulator.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.link.Backoff;
import io.espalier.shared.link.OutboundMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against bytes written by hand from the standard (MQTT 5, OASIS 2019). */
class PacketsTest {
  private static final OutboundMessage WILL = OutboundMessage.retained("w", "x".getBytes(UTF_8));
  private static final SessionConfig CONFIG = new SessionConfig("n", WILL, 300, 15, Backoff.PROMPT);

  private final EmbeddedChannel channel = new EmbeddedChannel(MqttEncoder.INSTANCE);

  @Test
  void connect_asksForMqtt5_withExpiryKeepAliveAndARetainedWill() {
    assertThat(bytes(Packets.connect(CONFIG, true)))
        .isEqualTo("101a00044d515454052e000f05110000012c" + "00016e" + "00" + "000177" + "000178");
  }

  @Test
  void connect_thatComesBack_keepsTheSession() {
    assertThat(bytes(Packets.connect(CONFIG, false))).startsWith("101a00044d515454052c");
  }

  @Test
  void publish_isOfQos1_andRetainedWhereAsked() {
    bytes(Packets.connect(CONFIG, true));

    assertThat(bytes(Packets.publish(7, WILL))).isEqualTo("3307" + "000177" + "0007" + "00" + "78");
    assertThat(bytes(Packets.publish(8, OutboundMessage.event("w", new byte[0]))))
        .isEqualTo("3206" + "000177" + "0008" + "00");
  }

  @Test
  void subscribe_isOfQos1() {
    bytes(Packets.connect(CONFIG, true));

    assertThat(bytes(Packets.subscribe(2, List.of("a", "b"))))
        .isEqualTo("820b" + "0002" + "00" + "00016101" + "00016201");
    assertThat(bytes(Packets.unsubscribe(3, List.of("a"))))
        .isEqualTo("a206" + "0003" + "00" + "000161");
  }

  @Test
  void acknowledge_namesThePacket() {
    bytes(Packets.connect(CONFIG, true));

    assertThat(bytes(Packets.acknowledge(258))).isEqualTo("40020102");
  }

  private String bytes(MqttMessage packet) {
    channel.writeOutbound(packet);
    ByteBuf written = channel.readOutbound();
    byte[] bytes = new byte[written.readableBytes()];
    written.readBytes(bytes);
    written.release();
    return HexFormat.of().formatHex(bytes);
  }
}
