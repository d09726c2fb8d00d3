package io.espalier.controller.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An MQTT 5 connection that does the least there is to do (OASIS, sections 2 and 3): what senders
 * and the floor cost must not be taken for what the controller costs. One thread writes, another
 * reads.
 */
final class MqttWire implements Closeable {
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int PUBLISH_AT_QOS_1 = 0x32;
  private static final int PUBACK = 0x40;
  private static final int SUBSCRIBE = 0x82;
  private static final int CLEAN_START = 0b10;
  private static final int TYPE = 0xf0;
  private static final int QOS = 0b110;
  private static final int LAST_PACKET_ID = 65_535;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int FILTERS_AT_ONCE = 200;
  private static final int REFUSED = 0x80;
  private static final int SEVEN_BITS = 0x7f;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int packetId;

  /** What arrives, on the reading thread. */
  interface Events {
    /** The broker has a message of ours. */
    void acknowledged();

    /** A message came. */
    void arrived(byte[] payload);
  }

  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream packet) throws IOException;
  }

  /** Connects to a broker on loopback, with a session that ends with the connection. */
  MqttWire(int port, String clientId) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
    send(
        CONNECT,
        packet -> {
          packet.writeUTF("MQTT");
          packet.writeByte(5);
          packet.writeByte(CLEAN_START);
          packet.writeShort(0); // No keep-alive.
          packet.writeByte(0); // No properties.
          packet.writeUTF(clientId);
        });
    out.flush();
    expect(CONNACK, 1);
  }

  /** Subscribes at QoS 1; before anything is read elsewhere. */
  void subscribe(List<String> filters) throws IOException {
    for (int from = 0; from < filters.size(); from += FILTERS_AT_ONCE) {
      List<String> some = filters.subList(from, Math.min(from + FILTERS_AT_ONCE, filters.size()));
      int id = nextPacketId();
      send(
          SUBSCRIBE,
          packet -> {
            packet.writeShort(id);
            packet.writeByte(0); // No properties.
            for (String filter : some) {
              packet.writeUTF(filter);
              packet.writeByte(1);
            }
          });
      out.flush();
      int type = in.readUnsignedByte();
      in.readNBytes(variableLength(in));
      if ((type & TYPE) != 0x90) {
        throw new IOException("expected SUBACK, found packet 0x" + Integer.toHexString(type));
      }
    }
  }

  /** Writes a message at QoS 1; it is on its way after {@link #flush}. */
  void publish(byte[] topic, byte[] payload) throws IOException {
    synchronized (out) {
      out.writeByte(PUBLISH_AT_QOS_1);
      writeLength(2 + topic.length + 2 + 1 + payload.length);
      out.writeShort(topic.length);
      out.write(topic);
      out.writeShort(nextPacketId());
      out.writeByte(0); // No properties.
      out.write(payload);
    }
  }

  /** Puts what was written on its way. */
  void flush() throws IOException {
    synchronized (out) {
      out.flush();
    }
  }

  /** Reads until the connection ends, and acknowledges what comes. */
  void read(Events events) throws IOException {
    while (true) {
      int type = in.readUnsignedByte();
      byte[] packet = in.readNBytes(variableLength(in));
      if ((type & TYPE) == PUBACK) {
        if (packet.length > 2 && (packet[2] & 0xff) >= REFUSED) {
          throw new IOException("the broker refused a message, reason " + (packet[2] & 0xff));
        }
        events.acknowledged();
      } else if ((type & TYPE) == 0x30) {
        arrived(type, packet, events);
      } else {
        throw new IOException("expected PUBLISH, found packet 0x" + Integer.toHexString(type));
      }
    }
  }

  /** The bytes of a topic. */
  static byte[] topic(String topic) {
    return topic.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void arrived(int type, byte[] packet, Events events) throws IOException {
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(packet));
    fields.skipNBytes(fields.readUnsignedShort());
    if ((type & QOS) != 0) {
      int id = fields.readUnsignedShort();
      synchronized (out) {
        out.writeByte(PUBACK);
        out.writeByte(2);
        out.writeShort(id);
        if (in.available() == 0) {
          out.flush();
        }
      }
    }
    fields.skipNBytes(variableLength(fields));
    events.arrived(fields.readAllBytes());
  }

  private int nextPacketId() {
    packetId = packetId % LAST_PACKET_ID + 1;
    return packetId;
  }

  private void send(int type, Body body) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    body.write(new DataOutputStream(packet));
    out.writeByte(type);
    writeLength(packet.size());
    packet.writeTo(out);
  }

  private void expect(int expected, int reasonAt) throws IOException {
    int type = in.readUnsignedByte();
    byte[] packet = in.readNBytes(variableLength(in));
    if ((type & TYPE) != expected || packet[reasonAt] != 0) {
      throw new IOException("the broker refused the connection");
    }
  }

  private void writeLength(int length) throws IOException {
    int rest = length;
    while (rest > SEVEN_BITS) {
      out.writeByte((rest & SEVEN_BITS) | REFUSED);
      rest >>= 7;
    }
    out.writeByte(rest);
  }

  private static int variableLength(DataInputStream from) throws IOException {
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = from.readUnsignedByte();
      length |= (digit & SEVEN_BITS) << shift;
      shift += 7;
    } while (digit > SEVEN_BITS);
    return length;
  }
}
