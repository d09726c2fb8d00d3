package io.espalier.controller.footprint;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Measures what a node takes: a real process, a real broker, a model of one megabyte that came
 * through both, and a program that asks it ten times a second. Beside it stands a process that only
 * loads the same file and runs it.
 */
public final class NodeFootprint {
  private static final String NODE = "bench-node";
  private static final String ALONE = "io.espalier.node.inference.ModelAlone";
  private static final long SEED = 1;
  private static final int STARTS = 3;
  private static final int ASKED_PER_SECOND = 10;
  private static final double MB = 1e6;
  private static final double RSS_GOAL = 96;
  private static final double READY_GOAL = 3;
  private static final double FLASH_GOAL = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENING = Pattern.compile(".*listening on http:/+(\\S+)");
  private static final long SECONDS_A_DAY = TimeUnit.DAYS.toSeconds(1);

  private final Path nodeJar;
  private final URI broker;
  private final String prefix;
  private final ApiClient controller;
  private final Path directory;
  private final int seconds;
  private final Consumer<String> progress;
  private final HttpClient http = HttpClient.newHttpClient();

  /** How long a start took until a line, and what was in memory then. */
  private record Alone(double seconds, double megabytes) {}

  /**
   * What will be measured.
   *
   * @param nodeJar the node program
   * @param broker where it finds its controller
   * @param prefix of their topics
   * @param controller asks that controller
   * @param directory of the node's files; exists
   * @param seconds that the node is watched while it serves, at least 1
   * @param progress takes a line for each step
   */
  public NodeFootprint(
      Path nodeJar,
      URI broker,
      String prefix,
      ApiClient controller,
      Path directory,
      int seconds,
      Consumer<String> progress) {
    this.nodeJar = nodeJar;
    this.broker = broker;
    this.prefix = prefix;
    this.controller = controller;
    this.directory = directory;
    this.seconds = seconds;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException if a process did not do what it should; its message has its last words
   */
  public List<Figure> measure() throws IOException, InterruptedException, ApiException {
    byte[] model = SampleModel.file(SEED);
    Path file = Files.write(directory.resolve("model.tflite"), model);
    progress.accept("the same model in a process of its own, %d starts".formatted(STARTS));
    Alone alone = alone(file);
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("node/model", model.length / MB, "MB"));
    try (JavaProcess node = start()) {
      node.secondsUntil(" ready, ", PATIENCE);
      progress.accept("a node takes the model from " + broker);
      deploy(model);
      watch(node, alone, figures);
    }
    progress.accept("the node with the model on its disk, %d starts".formatted(STARTS));
    figures.addAll(starts(alone));
    return figures;
  }

  private void watch(JavaProcess node, Alone alone, List<Figure> figures)
      throws IOException, InterruptedException {
    String address = node.said(LISTENING, PATIENCE);
    progress.accept("a program asks it for %d s".formatted(seconds));
    long before = node.writtenBytes();
    long resident = ask(node, URI.create("http://" + address + "/infer"));
    long written = node.writtenBytes() - before;
    ResidentMemory memory = node.resident();
    figures.add(
        Figure.of("node/rss", resident / MB, "MB").above(alone.megabytes()).atMost(RSS_GOAL));
    figures.add(Figure.of("node/rss-heap", memory.heap() / MB, "MB"));
    figures.add(Figure.of("node/rss-native", memory.other() / MB, "MB"));
    figures.add(Figure.of("node/rss-code", memory.code() / MB, "MB"));
    figures.add(Figure.of("node/rss-peak", node.peakBytes() / MB, "MB"));
    figures.add(
        Figure.of("node/flash-a-day", written * SECONDS_A_DAY / (double) seconds / MB, "MB")
            .atMost(FLASH_GOAL));
  }

  /** The most that was in memory meanwhile. */
  private long ask(JavaProcess node, URI infer) throws IOException, InterruptedException {
    Random random = new Random(SEED);
    float[] row = new float[SampleModel.WIDTH];
    long most = 0;
    long start = System.nanoTime();
    for (int i = 0; i < seconds * ASKED_PER_SECOND; i++) {
      SampleModel.fill(row, random);
      infer(infer, row);
      most = Math.max(most, node.residentBytes());
      long due = start + (i + 1) * (TimeUnit.SECONDS.toNanos(1) / ASKED_PER_SECOND);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
    return most;
  }

  private void infer(URI infer, float[] row) throws IOException, InterruptedException {
    byte[] body = MessageCodec.encode(new InferenceRequest(null, new float[][] {row}));
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(infer)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    try {
      InferenceAnswer answer = MessageCodec.decode(response.body(), InferenceAnswer.class);
      if (answer.error() != null) {
        throw new IOException(infer + ": " + answer.error());
      }
    } catch (MalformedMessageException e) {
      throw new IOException(infer + ": " + e.getMessage(), e);
    }
  }

  private Alone alone(Path file) throws IOException, InterruptedException {
    double[] until = new double[STARTS];
    double[] megabytes = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      try (JavaProcess process =
          JavaProcess.start(List.of("-cp", nodeJar.toString(), ALONE, file.toString()))) {
        until[i] = process.secondsUntil("first inference", PATIENCE);
        process.secondsUntil("done", PATIENCE);
        megabytes[i] = process.residentBytes() / MB;
      }
    }
    return new Alone(median(until), median(megabytes));
  }

  private List<Figure> starts(Alone alone) throws IOException, InterruptedException {
    double[] ready = new double[STARTS];
    double[] serves = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      try (JavaProcess node = start()) {
        serves[i] = node.secondsUntil(" serves", PATIENCE);
        ready[i] = node.secondsUntil(" ready, ", PATIENCE);
      }
    }
    return List.of(
        Figure.of("node/ready", median(ready), "s").above(alone.seconds()).atMost(READY_GOAL),
        Figure.of("node/serves", median(serves), "s").above(alone.seconds()).atMost(READY_GOAL));
  }

  private JavaProcess start() throws IOException {
    return JavaProcess.start(
        List.of(
            "-jar",
            nodeJar.toString(),
            "--broker",
            broker.toString(),
            "--prefix",
            prefix,
            "--id",
            NODE,
            "--data-dir",
            directory.resolve(NODE).toString(),
            "--infer-listen",
            "127.0.0.1:0",
            "--telemetry-interval",
            "10s",
            "--exit-with-parent"));
  }

  private void deploy(byte[] model) throws IOException, InterruptedException, ApiException {
    byte[] probe = SampleModel.probe(SEED);
    upload("model", model);
    upload("probe", probe);
    Map<String, String> file =
        Map.of("model", Digest.of(model).hex(), "probe", Digest.of(probe).hex(), "to", "all");
    RolloutView rollout = controller.post("/rollouts?who=bench", file, RolloutView.class);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!rollout.stage().isFinal()) {
      if (System.nanoTime() > end) {
        throw new IOException("rollout: expected it to end, found that it " + rollout.waitsFor());
      }
      TimeUnit.MILLISECONDS.sleep(200);
      rollout = controller.get("/rollouts/" + rollout.id(), Map.of(), RolloutView.class);
    }
    if (rollout.counts().updated() != 1) {
      throw new IOException("rollout: expected one node updated, found " + rollout.counts());
    }
  }

  private void upload(String kind, byte[] content)
      throws IOException, InterruptedException, ApiException {
    controller.upload(
        "/artifacts", Map.of("kind", kind, "name", "bench-" + kind), content, ArtifactView.class);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
