package io.espalier.controller.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.controller.access.Secret;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a controller. Every request either gives an answer or an exception that says why not. What
 * one that follows must not do is asked of the one that drives.
 */
public final class ApiClient {
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final Duration WHOLE = Duration.ofHours(2);

  /** For how many seconds a controller that broke off may be away. */
  private static final int PATIENCE = 60;

  private final URI server;
  private final @Nullable Secret token;
  private final Connection connection;

  /**
   * A client of the controller at an address, without a token.
   *
   * @throws IllegalArgumentException unless it is {@code http[s]://host[:port]}
   */
  public ApiClient(String server) {
    this(new ServerAccess(ServerAccess.address(server), null, null));
  }

  /**
   * A client of a controller.
   *
   * @throws IllegalArgumentException if nobody is in the file of who vouches for it
   */
  public ApiClient(ServerAccess access) {
    this.server = access.server();
    this.token = access.token();
    this.connection = Connection.to(access);
  }

  /** Where that server is, without a path. */
  public URI server() {
    return server;
  }

  /** Reads a resource. */
  public <T> T get(String path, Map<String, String> query, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    return send(request(path, query).GET(), type);
  }

  /** Puts a resource in place of what it was. */
  public <T> T put(String path, Object message, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    return send(json(path).PUT(BodyPublishers.ofByteArray(MessageCodec.encode(message))), type);
  }

  /** Asks for something to be done, or to be made. */
  public <T> T post(String path, Object message, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    return send(json(path).POST(BodyPublishers.ofByteArray(MessageCodec.encode(message))), type);
  }

  /**
   * Asks for something to be done once. A controller that breaks off may have done it or not: it is
   * asked again under the same key, for up to a minute, and says what came of it.
   */
  public <T> T postOnce(String path, Object message, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    HttpRequest.Builder request =
        json(path)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofByteArray(MessageCodec.encode(message)));
    try {
      return send(request, type);
    } catch (Connection.BrokenException e) {
      return again(request, type);
    }
  }

  private <T> T again(HttpRequest.Builder request, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    IOException why = new IOException(server + ": expected an answer");
    for (int asked = 0; asked < PATIENCE; asked++) {
      TimeUnit.SECONDS.sleep(1);
      try {
        return send(request, type);
      } catch (IOException e) {
        why = e;
      }
    }
    throw why;
  }

  /**
   * Removes a resource.
   *
   * @return what it was
   */
  public <T> T delete(String path, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    return send(request(path, Map.of()).DELETE(), type);
  }

  /** Sends bytes. */
  public <T> T upload(String path, Map<String, String> query, byte[] content, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    return upload(path, query, "application/octet-stream", content, type);
  }

  /**
   * Sends bytes of a certain kind.
   *
   * @param contentType says which
   */
  public <T> T upload(
      String path, Map<String, String> query, String contentType, byte[] content, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    return send(
        request(path, query)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(content)),
        type);
  }

  /** Reads a file. */
  public byte[] download(String path) throws IOException, InterruptedException, ApiException {
    return connection.send(request(path, Map.of()).GET().build());
  }

  /**
   * Reads a file that may be too large for memory, and that may take long to be made.
   *
   * @param file is written, in place of one that may be
   */
  public void save(String path, Path file) throws IOException, InterruptedException, ApiException {
    HttpRequest request = request(path, Map.of()).timeout(WHOLE).build();
    connection.send(
        request, () -> BodySubscribers.mapping(BodySubscribers.ofFile(file), saved -> new byte[0]));
  }

  /**
   * Hears what happens, as it happens, until the controller ends it.
   *
   * @param after the id of the last event that was heard; all since then come first
   * @param each takes them one by one, on a thread of the client
   * @throws IOException if the connection breaks, which it does when a controller stops
   */
  public void follow(
      String path, Map<String, String> query, String after, Consumer<ServerEvent> each)
      throws IOException, InterruptedException, ApiException {
    HttpRequest request =
        request(path, query)
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", after)
            .build();
    ServerEvent.Reader reader = new ServerEvent.Reader(each);
    connection.send(
        request,
        () -> BodySubscribers.fromLineSubscriber(reader, lines -> new byte[0], UTF_8, null));
  }

  private <T> T send(HttpRequest.Builder request, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    try {
      return MessageCodec.decode(connection.send(request.build()), type);
    } catch (MalformedMessageException e) {
      throw new IOException(
          server + ": expected a controller of this version, found: " + e.getMessage(), e);
    }
  }

  private HttpRequest.Builder json(String path) {
    return request(path, Map.of()).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    StringJoiner parameters = new StringJoiner("&", "?", "").setEmptyValue("");
    query.forEach((name, value) -> parameters.add(name + "=" + encoded(value)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1" + path + parameters)).timeout(ANSWER);
    return token == null ? request : request.header("Authorization", "Bearer " + token.reveal());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
