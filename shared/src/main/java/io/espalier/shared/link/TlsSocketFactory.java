package io.espalier.shared.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Sockets with TLS, and without Nagle's algorithm as in {@link NoDelaySocketFactory}. */
final class TlsSocketFactory extends SSLSocketFactory {
  /** The store lives in memory only. */
  private static final char[] NO_PASSWORD = {};

  private final SSLSocketFactory sockets;

  private TlsSocketFactory(SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  /**
   * A factory with what is in the files now.
   *
   * @throws IOException with one line for people, if a file cannot be used
   */
  static TlsSocketFactory of(LinkSecurity security) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(security.identity()), trusted(security.authority()), null);
      return new TlsSocketFactory(context.getSocketFactory());
    } catch (GeneralSecurityException e) {
      throw new IOException("certificates: cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = sockets.createSocket();
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    return sockets.createSocket(plain, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }

  private static KeyManager @Nullable [] keys(LinkSecurity.@Nullable Identity identity)
      throws IOException, GeneralSecurityException {
    if (!(identity instanceof LinkSecurity.Certificate own)) {
      return null;
    }
    List<X509Certificate> chain = PemFiles.certificates(own.chain());
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        PemFiles.key(own.key(), chain.get(0)),
        NO_PASSWORD,
        chain.toArray(X509Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private static TrustManager @Nullable [] trusted(@Nullable Path authority)
      throws IOException, GeneralSecurityException {
    if (authority == null) {
      return null;
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (X509Certificate certificate : PemFiles.certificates(authority)) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
