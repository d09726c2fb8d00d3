package io.espalier.simulator.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One TCP connection, from CONNECT to its loss; it tells its owner once of each. */
final class Connection extends SimpleChannelInboundHandler<MqttMessage> {
  private static final int UNLIMITED = 65_535;
  private static final int ANSWER_SECONDS = 10;

  private final Events events;
  private final MqttMessage connect;
  private final int keepAliveSeconds;
  private @Nullable ChannelHandlerContext channel;
  private boolean accepted;
  private boolean lost;
  private boolean silent;

  /** What happens to a connection, on its event loop. */
  interface Events {
    void connecting();

    void accepted(boolean resumed, int receiveMaximum);

    void arrived(String topic, byte[] payload, int id);

    /** A packet of ours was answered. */
    void answered(int id);

    void lost();
  }

  Connection(Events events, MqttMessage connect, int keepAliveSeconds) {
    this.events = events;
    this.connect = connect;
    this.keepAliveSeconds = keepAliveSeconds;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context;
    events.connecting();
    context.writeAndFlush(connect);
    context.executor().schedule(this::giveUpUnanswered, ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
    if (packet.decoderResult().isFailure()) {
      close();
      return;
    }
    silent = false;
    switch (packet.fixedHeader().messageType()) {
      case CONNACK -> accepted((MqttConnAckMessage) packet);
      case PUBLISH -> arrived((MqttPublishMessage) packet);
      case PUBACK, SUBACK, UNSUBACK ->
          events.answered(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
      case DISCONNECT -> close();
      default -> {
        // Nothing else is ever answered to what is sent here.
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lost();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close();
  }

  /** Sends with what else is sent soon. */
  void write(MqttMessage packet) {
    if (channel != null) {
      channel.write(packet);
    }
  }

  void flush() {
    if (channel != null) {
      channel.flush();
    }
  }

  /** Ends it without a word. */
  void close() {
    if (channel != null) {
      channel.close();
    }
  }

  /** It is over, or never began. */
  void lost() {
    if (!lost) {
      lost = true;
      events.lost();
    }
  }

  private void accepted(MqttConnAckMessage answer) {
    if (answer.variableHeader().connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      close();
      return;
    }
    accepted = true;
    keepAlive();
    MqttProperties.MqttProperty<?> most =
        answer.variableHeader().properties().getProperty(MqttProperties.RECEIVE_MAXIMUM);
    events.accepted(
        answer.variableHeader().isSessionPresent(),
        most == null ? UNLIMITED : (Integer) most.value());
  }

  private void arrived(MqttPublishMessage packet) {
    ByteBuf payload = packet.payload();
    events.arrived(
        packet.variableHeader().topicName(),
        ByteBufUtil.getBytes(payload),
        packet.variableHeader().packetId());
  }

  private void keepAlive() {
    ChannelHandlerContext open = channel;
    if (open == null || lost) {
      return;
    }
    if (silent) {
      close();
      return;
    }
    silent = true;
    open.writeAndFlush(Packets.PING);
    open.executor().schedule(this::keepAlive, keepAliveSeconds, TimeUnit.SECONDS);
  }

  private void giveUpUnanswered() {
    if (!accepted) {
      close();
    }
  }
}
