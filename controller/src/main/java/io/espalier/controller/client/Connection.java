package io.espalier.controller.client;

import io.espalier.controller.api.Problem;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * The way to a controller: what comes back is an answer, or an exception that says why not. What a
 * controller that follows must not do is asked of the one that drives, if it names it.
 */
final class Connection {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int FIRST_FAILURE = 400;
  private static final int FOLLOWS = 503;
  private static final String DRIVER = "Espalier-Driver";

  private final ServerAccess access;
  private final HttpClient http;

  private Connection(ServerAccess access, HttpClient http) {
    this.access = access;
    this.http = http;
  }

  /** After the controller was reached: it may have done what it was asked. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1;

    private BrokenException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /**
   * The way to that controller.
   *
   * @throws IllegalArgumentException if nobody is in the file of who vouches for it
   */
  static Connection to(ServerAccess access) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    if (access.authority() != null) {
      builder.sslContext(Trust.in(access.authority()));
    }
    return new Connection(access, builder.build());
  }

  /** Asks, and answers with the body. */
  byte[] send(HttpRequest request) throws IOException, InterruptedException, ApiException {
    return send(request, BodySubscribers::ofByteArray);
  }

  /**
   * Asks, and has the body of a good answer read in that way; can be interrupted at any time.
   *
   * @return what it made of the body
   */
  byte[] send(HttpRequest request, Supplier<BodySubscriber<byte[]>> good)
      throws IOException, InterruptedException, ApiException {
    HttpResponse<byte[]> answer = answer(request, good);
    Optional<ServerAccess> driver = driver(answer);
    if (driver.isEmpty()) {
      return whole(answer);
    }
    Connection there = new Connection(driver.get(), http);
    try {
      return there.whole(there.answer(there.sameOf(request), good));
    } catch (BrokenException e) {
      throw e;
    } catch (IOException e) {
      return whole(answer); // Who drove has ended; what was said in its place helps more.
    }
  }

  private HttpResponse<byte[]> answer(HttpRequest request, Supplier<BodySubscriber<byte[]>> good)
      throws IOException, InterruptedException {
    // Waiting for a future can be interrupted, reading from a connection cannot.
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request,
            head ->
                head.statusCode() >= FIRST_FAILURE ? BodySubscribers.ofByteArray() : good.get());
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException how ? unreachable(how) : new IOException(e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Who is to be asked in place of one that only follows. */
  private Optional<ServerAccess> driver(HttpResponse<byte[]> answer) {
    return answer.statusCode() == FOLLOWS
        ? answer.headers().firstValue(DRIVER).flatMap(access::at)
        : Optional.empty();
  }

  private HttpRequest sameOf(HttpRequest other) {
    String here =
        other.uri().toString().replaceFirst("^https?://[^/]+", access.server().toString());
    return HttpRequest.newBuilder(other, (name, value) -> true).uri(URI.create(here)).build();
  }

  /** Refuses an answer that is a problem. */
  private byte[] whole(HttpResponse<byte[]> response) throws ApiException {
    if (response.statusCode() >= FIRST_FAILURE) {
      throw new ApiException(response.statusCode(), detail(response));
    }
    return response.body();
  }

  private IOException unreachable(IOException how) {
    if (how instanceof ConnectException || how instanceof HttpConnectTimeoutException) {
      return new IOException(
          "no controller at " + access.server() + "; start one with 'espalier up'", how);
    }
    if (how instanceof SSLException) {
      return new IOException(
          access.server()
              + ": expected a certificate that --cacert or the system trusts: "
              + how.getMessage(),
          how);
    }
    return new BrokenException(
        access.server() + ": the connection broke: " + how.getMessage(), how);
  }

  private String detail(HttpResponse<byte[]> response) {
    try {
      Problem problem = MessageCodec.decode(response.body(), Problem.class);
      return problem.detail() == null ? problem.title() : problem.detail();
    } catch (MalformedMessageException e) {
      return access.server() + ": expected a controller, found status " + response.statusCode();
    }
  }
}
