package io.espalier.controller.load;

import io.espalier.controller.process.ControllerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of asking for the same thing over 50 connections: by {@code wrk} where it is installed,
 * else by a client in Java, which costs more itself.
 *
 * @param path that was asked for
 * @param perSecond answers
 * @param p99Millis within which 99 of 100 were there
 * @param by which client
 */
record Requests(String path, double perSecond, double p99Millis, String by) {
  private static final int CONNECTIONS = 50;
  private static final List<Path> WRK = List.of(Path.of("/usr/bin/wrk"), Path.of("/bin/wrk"));
  private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");

  static Requests measure(ControllerProcess controller, String path, int seconds) throws Exception {
    URI address = controller.client().server().resolve(path);
    for (Path program : WRK) {
      if (Files.isExecutable(program)) {
        return byWrk(program, address, path, seconds);
      }
    }
    return byJava(address, path, seconds);
  }

  @Override
  public String toString() {
    return "%s: %,.0f/s, p99 %.1f ms by %s".formatted(path, perSecond, p99Millis, by);
  }

  private static Requests byWrk(Path program, URI address, String path, int seconds)
      throws IOException, InterruptedException {
    Process wrk =
        new ProcessBuilder(
                program.toString(),
                "-t2",
                "-c" + CONNECTIONS,
                "-d" + seconds + "s",
                "--latency",
                address.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    wrk.waitFor();
    return parse(path, said);
  }

  /**
   * Reads what {@code wrk --latency} says.
   *
   * @throws IOException if it is something else, or requests failed
   */
  static Requests parse(String path, String said) throws IOException {
    Matcher p99 = P99.matcher(said);
    Matcher rate = RATE.matcher(said);
    Matcher failed = FAILED.matcher(said);
    if (failed.find()) {
      throw new IOException(
          "wrk: expected answers of 200 for %s, found %s others".formatted(path, failed.group(1)));
    }
    if (!p99.find() || !rate.find()) {
      throw new IOException("wrk: expected a distribution of latency, found: " + said.strip());
    }
    double millis =
        switch (p99.group(2)) {
          case "us" -> 1e-3;
          case "ms" -> 1;
          default -> 1e3;
        };
    return new Requests(
        path, Double.parseDouble(rate.group(1)), Double.parseDouble(p99.group(1)) * millis, "wrk");
  }

  private static Requests byJava(URI address, String path, int seconds) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(address).build();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<AckTimes>> asking = new ArrayList<>();
      for (int n = 0; n < CONNECTIONS; n++) {
        asking.add(threads.submit(() -> ask(client, request, until)));
      }
      AckTimes all = new AckTimes();
      for (Future<AckTimes> one : asking) {
        all.add(one.get());
      }
      return new Requests(path, (double) all.total() / seconds, all.quantile(0.99), "Java");
    } finally {
      threads.shutdownNow();
    }
  }

  private static AckTimes ask(HttpClient client, HttpRequest request, long until)
      throws IOException, InterruptedException {
    AckTimes times = new AckTimes();
    while (System.nanoTime() < until) {
      long from = System.nanoTime();
      int status = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
      if (status != 200) {
        throw new IOException("expected 200 for %s, found %d".formatted(request.uri(), status));
      }
      times.add(from, System.nanoTime());
    }
    return times;
  }
}
