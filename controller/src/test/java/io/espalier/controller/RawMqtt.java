package io.espalier.controller;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/**
 * An MQTT 5 connection byte by byte (OASIS, sections 2 and 3), for what the library does not show:
 * how a connection breaks, and the properties of a message.
 */
public final class RawMqtt implements AutoCloseable {
  private static final int CONNECT = 0x10;
  private static final int SUBSCRIBE = 0x82;
  private static final int PUBLISH = 0x30;
  private static final int WILL_AT_QOS_1_RETAINED_CLEAN_START = 0b0010_1110;

  private final Socket socket;
  private final DataInputStream in;

  /** A PUBLISH at QoS 0, its properties not taken apart, a character a byte. */
  public record Publish(String topic, String properties) {}

  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  /** Connects, with a retained will. */
  public RawMqtt(URI broker, String clientId, String willTopic, byte[] will) throws IOException {
    socket = new Socket(broker.getHost(), broker.getPort());
    socket.setSoTimeout(30_000);
    in = new DataInputStream(socket.getInputStream());
    send(
        CONNECT,
        out -> {
          out.writeUTF("MQTT");
          out.writeByte(5);
          out.writeByte(WILL_AT_QOS_1_RETAINED_CLEAN_START);
          out.writeShort(0); // No keep-alive.
          out.writeByte(0); // No properties.
          out.writeUTF(clientId);
          out.writeByte(0); // No will properties.
          out.writeUTF(willTopic);
          out.writeShort(will.length);
          out.write(will);
        });
    receive();
  }

  /** Subscribes at QoS 0. */
  public void subscribe(String filter) throws IOException {
    send(
        SUBSCRIBE,
        out -> {
          out.writeShort(1);
          out.writeByte(0); // No properties.
          out.writeUTF(filter);
          out.writeByte(0);
        });
    receive();
  }

  /** Waits for a message. */
  public Publish awaitPublish() throws IOException {
    int type = in.readUnsignedByte();
    DataInputStream packet = packet();
    if ((type & 0xf6) != PUBLISH) {
      throw new IOException(
          "expected PUBLISH at QoS 0, found packet 0x" + Integer.toHexString(type));
    }
    String topic = packet.readUTF();
    byte[] properties = packet.readNBytes(variableLength(packet));
    return new Publish(topic, new String(properties, ISO_8859_1));
  }

  /** As when the power goes: a reset, no DISCONNECT. */
  public void breakOff() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send(int type, Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    body.write(new DataOutputStream(bytes));
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeByte(type);
    int rest = bytes.size();
    while (rest > 127) {
      out.writeByte((rest & 127) | 128);
      rest >>= 7;
    }
    out.writeByte(rest);
    bytes.writeTo(out);
    out.flush();
  }

  private void receive() throws IOException {
    in.readUnsignedByte();
    packet();
  }

  private DataInputStream packet() throws IOException {
    byte[] body = in.readNBytes(variableLength(in));
    return new DataInputStream(new ByteArrayInputStream(body));
  }

  private static int variableLength(DataInputStream from) throws IOException {
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = from.readUnsignedByte();
      length |= (digit & 127) << shift;
      shift += 7;
    } while (digit > 127);
    return length;
  }
}
