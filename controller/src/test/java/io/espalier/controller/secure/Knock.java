package io.espalier.controller.secure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.shared.link.OutboundMessage;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** One attempt to connect with MQTT 5 over TLS, byte by byte, for what the library retries. */
final class Knock implements AutoCloseable {
  private static final int ACCEPTED = 0;

  /** What is shown: a certificate with its key, a password, or nothing. */
  record Shown(
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable String user,
      @Nullable String password) {
    static final Shown NOTHING = new Shown(null, null, null, null);

    static Shown certificate(Path directory, String name) {
      return new Shown(
          directory.resolve(name + ".crt"), directory.resolve(name + ".key"), null, null);
    }

    static Shown password(String user, @Nullable String password) {
      return new Shown(null, null, user, password);
    }
  }

  private final SSLSocket socket;

  private Knock(SSLSocket socket) {
    this.socket = socket;
  }

  /** Whether the broker lets in who shows that. */
  static boolean isLetIn(URI broker, Path authority, Shown shown) throws Exception {
    try (Knock knock = new Knock(socket(broker, authority, shown))) {
      return knock.connect(shown, null) == ACCEPTED;
    } catch (IOException e) {
      // With TLS 1.3 the broker hangs up after the client thinks that all is well.
      return false;
    }
  }

  /** Connects with a will, and breaks off without a word, so that the will is published. */
  static void breakOff(URI broker, Path authority, Shown shown, String willTopic) throws Exception {
    try (Knock knock = new Knock(socket(broker, authority, shown))) {
      if (knock.connect(shown, willTopic) == ACCEPTED) {
        knock.socket.setSoLinger(true, 0);
      }
    }
  }

  /**
   * What a broker answers to a publish at QoS 1 by who shows that, as MQTT 5 numbers it.
   *
   * <p>A connection for each: Mosquitto 2.0.11 answers to what it refuses, and then hangs up.
   */
  static int publish(URI broker, Path authority, Shown shown, OutboundMessage message)
      throws Exception {
    try (Knock knock = new Knock(socket(broker, authority, shown))) {
      int answer = knock.connect(shown, null);
      return answer == ACCEPTED ? knock.publish(message) : answer;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int connect(Shown shown, @Nullable String willTopic) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeUTF("MQTT");
    body.writeByte(5);
    int flags = 0b10; // Clean start.
    flags |= willTopic == null ? 0 : 0b1100; // A will at QoS 1.
    flags |= shown.user() == null ? 0 : 0b1000_0000;
    flags |= shown.password() == null ? 0 : 0b0100_0000;
    body.writeByte(flags);
    body.writeShort(0); // No keep-alive.
    body.writeByte(0); // No properties.
    body.writeUTF("knock");
    if (willTopic != null) {
      body.writeByte(0); // No will properties.
      body.writeUTF(willTopic);
      byte[] will = "will".getBytes(UTF_8);
      body.writeShort(will.length);
      body.write(will);
    }
    if (shown.user() != null) {
      body.writeUTF(shown.user());
    }
    if (shown.password() != null) {
      body.writeUTF(shown.password());
    }
    send(0x10, bytes);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readUnsignedByte(); // CONNACK, or the end.
    int length = in.readUnsignedByte();
    in.readUnsignedByte(); // Whether there was a session.
    int reason = in.readUnsignedByte();
    in.skipNBytes(length - 2);
    return reason;
  }

  private int publish(OutboundMessage message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeUTF(message.topic());
    body.writeShort(1); // Packet identifier.
    body.writeByte(0); // No properties.
    body.write(message.payload());
    send(0x32 | (message.retained() ? 1 : 0), bytes);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readUnsignedByte(); // PUBACK, or the end.
    int length = in.readUnsignedByte();
    in.readUnsignedShort();
    return length > 2 ? in.readUnsignedByte() : 0;
  }

  private void send(int type, ByteArrayOutputStream body) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(type);
    int rest = body.size();
    while (rest > 127) {
      packet.write((rest & 127) | 128);
      rest >>= 7;
    }
    packet.write(rest);
    body.writeTo(packet);
    socket.getOutputStream().write(packet.toByteArray());
  }

  private static SSLSocket socket(URI broker, Path authority, Shown shown)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", Pem.certificate(authority));
    if (shown.certificate() != null && shown.key() != null) {
      store.setKeyEntry(
          "own",
          Pem.key(shown.key()),
          new char[0],
          new X509Certificate[] {Pem.certificate(shown.certificate())});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(broker.getHost(), broker.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }
}
