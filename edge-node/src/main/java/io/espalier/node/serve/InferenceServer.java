package io.espalier.node.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets programs on this machine ask its model over HTTP, and nobody else: it listens on loopback.
 */
public final class InferenceServer implements AutoCloseable {
  static {
    // The JDK's server asks once, when it is first used. Without a limit, a program that starts a
    // request and never ends it would keep a thread for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "32");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int BACKLOG = 64;
  private static final Pattern HOST_PORT = Pattern.compile("(?:\\[(.+)]|([^\\[\\]:]+)):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  private final HttpServer server;

  private InferenceServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param address see {@link #loopback}
   * @param threads run what is asked
   * @throws IOException with one line for people, if it cannot be listened on
   */
  public static InferenceServer start(InetSocketAddress address, InferenceThreads threads)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    server.createContext("/infer", new InferRoute(threads.live()));
    server.createContext("/healthz", new HealthRoute(threads.live()));
    server.createContext(
        "/", exchange -> JsonReply.error(exchange, 404, "POST /infer or GET /healthz"));
    server.setExecutor(threads.executor());
    server.start();
    return new InferenceServer(server);
  }

  /**
   * The address in {@code HOST:PORT}; port 0 is any that is free.
   *
   * @throws IllegalArgumentException unless it is one of this machine that no other can reach
   */
  public static InetSocketAddress loopback(String text) {
    Matcher parts = HOST_PORT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT) {
      throw new IllegalArgumentException(
          "expected HOST:PORT, for instance 127.0.0.1:8079, found '" + text + "'");
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress()) {
        return new InetSocketAddress(address, Integer.parseInt(parts.group(3)));
      }
    } catch (UnknownHostException e) {
      // No name of this machine either.
    }
    throw new IllegalArgumentException(
        "expected a loopback address, for instance 127.0.0.1, found '" + host + "'");
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
  }
}
