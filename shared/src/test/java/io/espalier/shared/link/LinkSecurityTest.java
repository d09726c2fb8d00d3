package io.espalier.shared.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkSecurityTest {
  private static final InetAddress LOOPBACK = loopback();

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void certificate_saysWhoTheClientIs(String algorithm) throws Exception {
    TestCertificates authority = TestCertificates.authority(algorithm);
    TestCertificates server = authority.issue("broker", algorithm, "127.0.0.1");
    TestCertificates client = authority.issue("pi-07", algorithm, "127.0.0.1");

    assertThat(peerSeenBy(server.server(authority.certificate()), files(authority, client)))
        .isEqualTo("CN=pi-07");
  }

  @Test
  void certificateChain_isShownWhole() throws Exception {
    TestCertificates root = TestCertificates.authority("EC");
    TestCertificates client = root.issue("pi-07", "RSA", "127.0.0.1");
    LinkSecurity security = files(root, client);
    Path chain = directory.resolve("client.crt");
    Files.writeString(
        chain,
        "some words before\n"
            + Files.readString(chain)
            + Files.readString(directory.resolve("ca.crt")));

    assertThat(PemFiles.certificates(chain))
        .containsExactly(client.certificate(), root.certificate());
    assertThat(
            peerSeenBy(
                root.issue("broker", "EC", "127.0.0.1").server(root.certificate()), security))
        .isEqualTo("CN=pi-07");
  }

  @Test
  void brokerOfAnotherAuthority_isRefused() throws Exception {
    TestCertificates ours = TestCertificates.authority("EC");
    TestCertificates theirs = TestCertificates.authority("EC");
    LinkSecurity security = files(ours, ours.issue("pi-07", "EC", "127.0.0.1"));

    assertThatIOException()
        .isThrownBy(
            () ->
                peerSeenBy(
                    theirs.issue("broker", "EC", "127.0.0.1").server(ours.certificate()), security))
        .isInstanceOf(SSLException.class)
        .withMessageContaining("PKIX");
  }

  @Test
  void brokerUnderAnotherAddress_isRefused() throws Exception {
    TestCertificates authority = TestCertificates.authority("EC");
    LinkSecurity security = files(authority, authority.issue("pi-07", "EC", "127.0.0.1"));

    assertThatIOException()
        .isThrownBy(
            () ->
                peerSeenBy(
                    authority.issue("broker", "EC", "127.0.0.2").server(authority.certificate()),
                    security))
        .withMessageContaining("127.0.0.1");
  }

  @Test
  void secretForEverybodyToRead_isRefusedInOneLine() throws Exception {
    TestCertificates authority = TestCertificates.authority("EC");
    LinkSecurity security = files(authority, authority.issue("pi-07", "EC", "127.0.0.1"));
    security.check();
    Path key = directory.resolve("client.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatIOException()
        .isThrownBy(security::check)
        .withMessage(key + ": expected a file that others cannot read (chmod 600)");
    Path password = secret("password", "hunter2\n", "rw----r--");
    assertThatIOException()
        .isThrownBy(() -> LinkSecurity.of(null, null, null, "pi-07", password).check())
        .withMessage(password + ": expected a file that others cannot read (chmod 600)");
  }

  @Test
  void wrongFile_isNamedWithoutWhatIsInIt() throws Exception {
    TestCertificates authority = TestCertificates.authority("EC");
    TestCertificates client = authority.issue("pi-07", "EC", "127.0.0.1");
    Path certificate = client.writeCertificate(directory.resolve("client.crt"));
    String secret = Base64.getEncoder().encodeToString("not a key at all".getBytes(UTF_8));
    Path garbled =
        secret(
            "garbled.key",
            "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n",
            "rw-------");
    Path traditional =
        secret(
            "ec.key",
            "-----BEGIN EC PRIVATE KEY-----\n" + secret + "\n-----END EC PRIVATE KEY-----\n",
            "rw-------");

    assertThat(failureOf(certificate, garbled))
        .isEqualTo(garbled + ": expected the EC key of the certificate, found another");
    assertThat(failureOf(certificate, traditional))
        .isEqualTo(
            traditional
                + ": expected an unencrypted PKCS #8 key in PEM (BEGIN PRIVATE KEY), found none");
    assertThat(failureOf(garbled, garbled)).startsWith(garbled + ": expected certificates in PEM");
    Path absent = directory.resolve("absent");
    assertThat(failureOf(absent, garbled))
        .isEqualTo(absent + ": cannot be read: NoSuchFileException");
  }

  private static String failureOf(Path certificate, Path key) {
    LinkSecurity security = LinkSecurity.of(null, certificate, key, "pi-07", null);
    return String.valueOf(
        assertThatIOException().isThrownBy(security::check).actual().getMessage());
  }

  private LinkSecurity files(TestCertificates authority, TestCertificates client) throws Exception {
    return LinkSecurity.of(
        authority.writeCertificate(directory.resolve("ca.crt")),
        client.writeCertificate(directory.resolve("client.crt")),
        client.writeKey(directory.resolve("client.key")),
        "",
        null);
  }

  private Path secret(String name, String text, String mode) throws Exception {
    Path file = Files.writeString(directory.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Connects as Paho does, and gives the name that the server took from the certificate. */
  private static String peerSeenBy(SSLContext server, LinkSecurity security) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, LOOPBACK)) {
      listener.setNeedClientAuth(true);
      CompletableFuture<String> peer =
          CompletableFuture.supplyAsync(
              () -> {
                try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                  accepted.startHandshake();
                  return accepted.getSession().getPeerPrincipal().getName();
                } catch (IOException e) {
                  return e.toString();
                }
              });
      try (SSLSocket socket = (SSLSocket) TlsSocketFactory.of(security).createSocket()) {
        assertThat(socket.getTcpNoDelay()).isTrue();
        socket.connect(new InetSocketAddress(LOOPBACK, listener.getLocalPort()));
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return peer.get(10, TimeUnit.SECONDS);
      }
    }
  }
}
