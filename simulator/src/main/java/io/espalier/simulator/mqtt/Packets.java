package io.espalier.simulator.mqtt;

import io.espalier.shared.link.OutboundMessage;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets of MQTT 5 that a node sends, with the properties that the protocol page allows. */
final class Packets {
  static final MqttMessage PING = fixed(MqttMessageType.PINGREQ);
  static final MqttMessage GOODBYE = fixed(MqttMessageType.DISCONNECT);

  private Packets() {}

  static MqttMessage connect(SessionConfig config, boolean fresh) {
    MqttProperties properties = new MqttProperties();
    properties.add(
        new IntegerProperty(
            MqttProperties.SESSION_EXPIRY_INTERVAL, (int) config.sessionExpirySeconds()));
    @Nullable OutboundMessage will = config.will();
    return new MqttConnectMessage(
        header(MqttMessageType.CONNECT, MqttQoS.AT_MOST_ONCE, false),
        new MqttConnectVariableHeader(
            MqttVersion.MQTT_5.protocolName(),
            MqttVersion.MQTT_5.protocolLevel(),
            false,
            false,
            will != null && will.retained(),
            will == null ? 0 : 1,
            will != null,
            fresh,
            config.keepAliveSeconds(),
            properties),
        new MqttConnectPayload(
            config.clientId(),
            MqttProperties.NO_PROPERTIES,
            will == null ? null : will.topic(),
            will == null ? null : will.payload(),
            null,
            null));
  }

  static MqttMessage publish(int id, OutboundMessage message) {
    return new MqttPublishMessage(
        header(MqttMessageType.PUBLISH, MqttQoS.AT_LEAST_ONCE, message.retained()),
        new MqttPublishVariableHeader(message.topic(), id),
        Unpooled.wrappedBuffer(message.payload()));
  }

  static MqttMessage acknowledge(int id) {
    return new MqttMessage(
        header(MqttMessageType.PUBACK, MqttQoS.AT_MOST_ONCE, false),
        MqttMessageIdVariableHeader.from(id));
  }

  static MqttMessage subscribe(int id, List<String> filters) {
    return new MqttSubscribeMessage(
        header(MqttMessageType.SUBSCRIBE, MqttQoS.AT_LEAST_ONCE, false),
        MqttMessageIdVariableHeader.from(id),
        new MqttSubscribePayload(
            filters.stream()
                .map(filter -> new MqttTopicSubscription(filter, MqttQoS.AT_LEAST_ONCE))
                .toList()));
  }

  static MqttMessage unsubscribe(int id, List<String> filters) {
    return new MqttUnsubscribeMessage(
        header(MqttMessageType.UNSUBSCRIBE, MqttQoS.AT_LEAST_ONCE, false),
        MqttMessageIdVariableHeader.from(id),
        new MqttUnsubscribePayload(filters));
  }

  private static MqttMessage fixed(MqttMessageType type) {
    return new MqttMessage(header(type, MqttQoS.AT_MOST_ONCE, false));
  }

  private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos, boolean retained) {
    return new MqttFixedHeader(type, false, qos, retained, 0);
  }
}
