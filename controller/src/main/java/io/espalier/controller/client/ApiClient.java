package io.espalier.controller.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.controller.access.Secret;
import io.espalier.controller.api.Problem;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks a controller. Every request either gives an answer or an exception that says why not. */
public final class ApiClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final Duration WHOLE = Duration.ofHours(2);
  private static final int FIRST_FAILURE = 400;

  /** For how many seconds a controller that broke off may be away. */
  private static final int PATIENCE = 60;

  private final URI server;
  private final @Nullable Secret token;
  private final HttpClient http;

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
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    if (access.authority() != null) {
      builder.sslContext(Trust.in(access.authority()));
    }
    this.http = builder.build();
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
    } catch (BrokenException e) {
      return again(request, type);
    }
  }

  private <T> T again(HttpRequest.Builder request, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    CountDownLatch never = new CountDownLatch(1);
    IOException why = new IOException(server + ": expected an answer");
    for (int asked = 0; asked < PATIENCE; asked++) {
      if (never.await(1, TimeUnit.SECONDS)) {
        break;
      }
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
    return send(request(path, Map.of()).GET());
  }

  /**
   * Reads a file that may be too large for memory, and that may take long to be made.
   *
   * @param file is written, in place of one that may be
   */
  public void save(String path, Path file) throws IOException, InterruptedException, ApiException {
    HttpRequest request = request(path, Map.of()).timeout(WHOLE).build();
    try {
      whole(
          http.send(
              request,
              head ->
                  head.statusCode() >= FIRST_FAILURE
                      ? BodySubscribers.ofByteArray()
                      : BodySubscribers.mapping(
                          BodySubscribers.ofFile(file), saved -> new byte[0])));
    } catch (IOException e) {
      throw unreachable(e);
    }
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
    // Waiting for a future can be interrupted, reading from a connection cannot.
    CompletableFuture<HttpResponse<byte[]>> all =
        http.sendAsync(
            request,
            head ->
                head.statusCode() >= FIRST_FAILURE
                    ? BodySubscribers.ofByteArray()
                    : BodySubscribers.fromLineSubscriber(
                        reader, lines -> new byte[0], UTF_8, null));
    try {
      whole(all.get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException broken ? unreachable(broken) : new IOException(e);
    } finally {
      all.cancel(true);
    }
  }

  private <T> T send(HttpRequest.Builder request, Class<T> type)
      throws IOException, InterruptedException, ApiException {
    try {
      return MessageCodec.decode(send(request), type);
    } catch (MalformedMessageException e) {
      throw new IOException(
          server + ": expected a controller of this version, found: " + e.getMessage(), e);
    }
  }

  private byte[] send(HttpRequest.Builder request)
      throws IOException, InterruptedException, ApiException {
    try {
      return whole(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Refuses an answer that is a problem. */
  private byte[] whole(HttpResponse<byte[]> response) throws ApiException {
    if (response.statusCode() >= FIRST_FAILURE) {
      throw new ApiException(response.statusCode(), detail(response));
    }
    return response.body();
  }

  /** After the controller was reached: it may have done what it was asked. */
  private static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenException(String message, IOException cause) {
      super(message, cause);
    }
  }

  private IOException unreachable(IOException how) {
    if (how instanceof ConnectException || how instanceof HttpConnectTimeoutException) {
      return new IOException("no controller at " + server + "; start one with 'espalier up'", how);
    }
    if (how instanceof SSLException) {
      return new IOException(
          server
              + ": expected a certificate that --cacert or the system trusts: "
              + how.getMessage(),
          how);
    }
    return new BrokenException(server + ": the connection broke: " + how.getMessage(), how);
  }

  private String detail(HttpResponse<byte[]> response) {
    try {
      Problem problem = MessageCodec.decode(response.body(), Problem.class);
      return problem.detail() == null ? problem.title() : problem.detail();
    } catch (MalformedMessageException e) {
      return server + ": expected a controller, found status " + response.statusCode();
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
