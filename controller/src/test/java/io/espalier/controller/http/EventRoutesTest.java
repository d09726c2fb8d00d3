package io.espalier.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(20)
class EventRoutesTest {
  private record Word(String word) {}

  private final Events events = new Events();

  @RegisterExtension
  private final TestServer server =
      new TestServer(
          new HttpServerVerticle(
              List.of(new EventRoutes(events, new Readers())), RequestListener.NONE));

  @Test
  void events_reachThoseWhoWatchTheirType() throws Exception {
    try (Stream<String> lines = follow("?types=node,rollout", null)) {
      events.publish("trial", new Word("unasked"));
      events.publish("node", new Word("a"));
      events.publish("rollout", new Word("b"));
      assertThat(data(lines, 2))
          .containsExactly("node {\"word\":\"a\"}", "rollout {\"word\":\"b\"}");
    }
    Awaitility.await().until(() -> events.readers() == 0);
  }

  @Test
  void readerThatComesBack_getsWhatItMissed() throws Exception {
    events.publish("node", new Word("a"));
    String last = events.id(1);
    events.publish("node", new Word("b"));
    events.publish("node", new Word("c"));
    try (Stream<String> lines = follow("", last)) {
      assertThat(data(lines, 2)).containsExactly("node {\"word\":\"b\"}", "node {\"word\":\"c\"}");
    }
  }

  @Test
  void readerOfAnotherStart_orOfTooLongAgo_isToldSo() throws Exception {
    for (int i = 0; i <= Events.KEPT; i++) {
      events.publish("node", new Word("old"));
    }
    for (String last : List.of("00000000-1", events.id(0), events.id(9_999), "x", "")) {
      try (Stream<String> lines = follow("", last)) {
        assertThat(data(lines, 1)).as(last).containsExactly("reset {}");
      }
    }
  }

  @Test
  void readerThatDoesNotRead_isCutOff_andNobodyWaitsForIt() throws Exception {
    Word large = new Word("x".repeat(9_000));
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      deaf.getOutputStream()
          .write(
              "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> events.readers() == 1);
      Awaitility.await()
          .pollInterval(5, TimeUnit.MILLISECONDS)
          .until(
              () -> {
                for (int i = 0; i < 500; i++) {
                  events.publish("node", large);
                }
                return events.readers() == 0;
              });
    }
  }

  @Test
  void typeThatThereIsNot_isRefused() throws Exception {
    assertThat(status("?types=node,mood")).isEqualTo(400);
    assertThat(status("?types=")).isEqualTo(400);
    assertThatIllegalArgumentException().isThrownBy(() -> events.publish("mood", new Word("a")));
  }

  /** The next events, each as its type and its data. */
  private static List<String> data(Stream<String> lines, int count) {
    List<String> found = new ArrayList<>();
    String type = "";
    for (String line : (Iterable<String>) lines::iterator) {
      if (line.startsWith("event: ")) {
        type = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        found.add(type + " " + line.substring("data: ".length()));
      }
      if (found.size() == count) {
        break;
      }
    }
    return found;
  }

  private Stream<String> follow(String query, @Nullable String last) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(query));
    if (last != null) {
      request.header("Last-Event-ID", last);
    }
    HttpResponse<Stream<String>> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
    Awaitility.await().until(() -> events.readers() > 0);
    return answer.body();
  }

  private int status(String query) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri(query)).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private URI uri(String query) {
    return server.uri("/api/v1/events" + query);
  }
}
