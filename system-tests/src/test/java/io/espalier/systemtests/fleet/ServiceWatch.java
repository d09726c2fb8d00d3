package io.espalier.systemtests.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A program beside a node that asks its model without end. From the first answer on, each question
 * must be answered; only while no process of the node is there, and until a new one has loaded its
 * model, nobody can.
 */
final class ServiceWatch implements AutoCloseable {
  /** How long a process may take from its start to its first answer. */
  static final Duration LOADING = Duration.ofSeconds(20);

  private static final long PAUSE_MILLIS = 40;
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final String QUESTION = "{\"inputs\":[[1" + ",0".repeat(Models.WIDTH - 1) + "]]}";

  private final FleetNode node;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final Thread thread;
  private volatile boolean open = true;
  private @Nullable Process served;

  /** Watches from now on. */
  ServiceWatch(FleetNode node) {
    this.node = node;
    this.thread = new Thread(this::watch, "watch-" + node.id());
    thread.setDaemon(true);
    thread.start();
  }

  /** Questions that were not answered as they should. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How many were. */
  long answers() {
    return answers.get();
  }

  /** What the node says of its model; a missing node if none serves. */
  JsonNode health() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(node.uri("/healthz")).timeout(ANSWER).build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    return answer.statusCode() == 200 ? json.readTree(answer.body()) : json.missingNode();
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }

  private void watch() {
    try {
      while (open) {
        node.running().ifPresent(this::ask);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void ask(Process process) {
    String failure = failure();
    if (failure == null) {
      served = process;
      answers.incrementAndGet();
    } else if (open && served != null && remains(process) && isLate(process)) {
      failures.add("%s %s: %s".formatted(Instant.now(), node.id(), failure));
    }
  }

  /** Why a question was not answered; null if it was. */
  private @Nullable String failure() {
    HttpRequest request =
        HttpRequest.newBuilder(node.uri("/infer"))
            .timeout(ANSWER)
            .POST(BodyPublishers.ofString(QUESTION))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      JsonNode body = json.readTree(answer.body());
      boolean whole = body.path("outputs").path(0).size() == Models.CLASSES;
      return answer.statusCode() == 200 && whole ? null : answer.statusCode() + " " + body;
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Whether it did not end meanwhile; its sockets may be gone a moment before it is. */
  private static boolean remains(Process process) {
    try {
      return !process.waitFor(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isLate(Process process) {
    if (process.equals(served)) {
      return true;
    }
    // Nobody knows any more when a process began that has ended just now; nor need it answer.
    return process
        .info()
        .startInstant()
        .map(start -> start.plus(LOADING).isBefore(Instant.now()))
        .orElse(false);
  }

  @Override
  public String toString() {
    return node.id()
        + ": "
        + answers
        + " answers, failures "
        + Collections.list(Collections.enumeration(failures));
  }
}
