package io.espalier.controller.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What MLflow's documentation of its REST API says of a tracking server, as far as it is used here:
 * requests are held to it, and what they did is kept. It is not MLflow.
 *
 * @see <a href="https://mlflow.org/docs/latest/rest-api.html">The documentation</a>
 */
public final class MlflowDouble implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/api/2.0/mlflow/";
  private static final Pattern KEY = Pattern.compile("[\\w./: -]{1,250}");
  private static final Pattern FILTER = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");

  /** A server may answer with fewer than it was asked for. */
  private static final int MOST_AT_ONCE = 3;

  private final HttpServer server;
  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final Map<String, MlflowRun> runs = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private int failsAfter = Integer.MAX_VALUE;
  private Answer failure = new Answer(500, "{}");

  /** An answer. */
  record Answer(int status, String body) {}

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    private Refusal(int status, String code, String why) {
      super("{\"error_code\":\"%s\",\"message\":\"%s\"}".formatted(code, why));
      this.status = status;
    }
  }

  /** One that knows nothing yet. */
  public MlflowDouble() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Runs that were not deleted, in the order in which they were made. */
  public synchronized List<MlflowRun> runs() {
    return runs.values().stream().filter(run -> !run.isDeleted()).toList();
  }

  synchronized List<MlflowRun> deleted() {
    return runs.values().stream().filter(MlflowRun::isDeleted).toList();
  }

  /** Names of experiments. */
  public synchronized List<String> experiments() {
    return List.copyOf(experiments.keySet());
  }

  /** What was asked for since the last time, without the base of all. */
  synchronized List<String> asked() {
    List<String> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  /** After so many further requests every one is answered like that. */
  synchronized void failAfter(int requests, Answer with) {
    failsAfter = requests;
    failure = with;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    Answer answer;
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      answer = failsAfter-- <= 0 ? failure : new Answer(200, answer(exchange, body).toString());
    } catch (Refusal e) {
      answer = new Answer(e.status, String.valueOf(e.getMessage()));
    }
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private ObjectNode answer(HttpExchange exchange, byte[] body) throws Refusal, IOException {
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith(BASE)) {
      throw new Refusal(404, "ENDPOINT_NOT_FOUND", path);
    }
    String what = exchange.getRequestMethod() + " " + path.substring(BASE.length());
    asked.add(what);
    if (what.equals("GET experiments/get-by-name")) {
      return find(exchange.getRequestURI());
    }
    JsonNode request = JSON.readTree(body);
    return switch (what) {
      case "POST experiments/create" -> create(request);
      case "POST runs/create" -> createRun(request);
      case "POST runs/search" -> search(request);
      case "POST runs/log-batch" -> log(request);
      case "POST runs/update" -> update(request);
      case "POST runs/delete" -> delete(request);
      default -> throw new Refusal(404, "ENDPOINT_NOT_FOUND", what);
    };
  }

  private ObjectNode find(URI uri) throws Refusal {
    String name = URLDecoder.decode(uri.getRawQuery(), UTF_8).replace("experiment_name=", "");
    String id = experiments.get(name);
    if (id == null) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no experiment " + name);
    }
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("experiment")
        .put("experiment_id", id)
        .put("name", name)
        .put("lifecycle_stage", "active")
        .put("artifact_location", "mlflow-artifacts:/" + id)
        // A field that this client may not know yet.
        .put("something_new", 1);
    return answer;
  }

  private ObjectNode create(JsonNode request) throws Refusal {
    hold(request, Set.of("name"), Set.of("artifact_location", "tags"));
    String name = request.path("name").asText();
    if (experiments.containsKey(name)) {
      throw new Refusal(400, "RESOURCE_ALREADY_EXISTS", name);
    }
    String id = Integer.toString(experiments.size() + 1);
    experiments.put(name, id);
    return JSON.createObjectNode().put("experiment_id", id);
  }

  private ObjectNode createRun(JsonNode request) throws Refusal {
    hold(request, Set.of("experiment_id"), Set.of("user_id", "run_name", "start_time", "tags"));
    if (!experiments.containsValue(request.path("experiment_id").asText())) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
    }
    Map<String, String> tags = pairs(request.path("tags"), 8_000);
    if (tags.size() > 1_000) {
      throw invalid("at most 1000 tags");
    }
    String id = "%032x".formatted(runs.size() + 1);
    MlflowRun run =
        new MlflowRun(
            id, request.path("experiment_id").asText(), request.path("start_time").asLong());
    run.tags().putAll(tags);
    runs.put(id, run);
    ObjectNode answer = JSON.createObjectNode();
    answer.set("run", run.toJson(JSON));
    return answer;
  }

  private ObjectNode search(JsonNode request) throws Refusal {
    hold(
        request,
        Set.of("experiment_ids"),
        Set.of("filter", "run_view_type", "max_results", "order_by", "page_token"));
    Matcher filter = FILTER.matcher(request.path("filter").asText());
    if (!filter.matches() || request.path("max_results").asInt() > 50_000) {
      throw invalid("filter or max_results");
    }
    Set<String> ids = new TreeSet<>();
    request.path("experiment_ids").forEach(id -> ids.add(id.asText()));
    List<MlflowRun> found =
        runs().stream()
            .filter(run -> ids.contains(run.experiment()))
            .filter(run -> filter.group(2).equals(run.tags().get(filter.group(1))))
            .toList();
    int from = request.path("page_token").asInt(0);
    int to = Math.min(found.size(), from + MOST_AT_ONCE);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode all = answer.putArray("runs");
    found.subList(from, to).forEach(run -> all.add(run.toJson(JSON)));
    if (to < found.size()) {
      answer.put("next_page_token", Integer.toString(to));
    }
    return answer;
  }

  private ObjectNode log(JsonNode request) throws Refusal {
    hold(request, Set.of("run_id"), Set.of("metrics", "params", "tags"));
    MlflowRun run = run(request);
    int metrics = request.path("metrics").size();
    int params = request.path("params").size();
    int tags = request.path("tags").size();
    if (metrics > 1_000 || params > 100 || tags > 100 || metrics + params + tags > 1_000) {
      throw invalid("too much at once");
    }
    for (Map.Entry<String, String> one : pairs(request.path("params"), 500).entrySet()) {
      String before = run.params().putIfAbsent(one.getKey(), one.getValue());
      if (before != null && !before.equals(one.getValue())) {
        throw invalid("changing param values is not allowed");
      }
    }
    run.tags().putAll(pairs(request.path("tags"), 8_000));
    for (JsonNode metric : request.path("metrics")) {
      hold(metric, Set.of("key", "value", "timestamp"), Set.of("step"));
      if (!metric.path("value").isNumber() || !KEY.matcher(metric.path("key").asText()).matches()) {
        throw invalid("metric");
      }
      // One with the same time and value is the same one.
      run.metrics().add(metric.path("key").asText() + " " + metric);
      run.latest().put(metric.path("key").asText(), metric.path("value").asDouble());
    }
    return JSON.createObjectNode();
  }

  private ObjectNode update(JsonNode request) throws Refusal {
    hold(request, Set.of("run_id"), Set.of("run_uuid", "status", "end_time", "run_name"));
    MlflowRun run = run(request);
    String status = request.path("status").asText();
    if (!Set.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED").contains(status)) {
      throw invalid("status");
    }
    run.status(status);
    return JSON.createObjectNode();
  }

  private ObjectNode delete(JsonNode request) throws Refusal {
    hold(request, Set.of("run_id"), Set.of());
    run(request).delete();
    return JSON.createObjectNode();
  }

  private MlflowRun run(JsonNode request) throws Refusal {
    MlflowRun run = runs.get(request.path("run_id").asText());
    if (run == null || run.isDeleted()) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no such run");
    }
    return run;
  }

  private static Map<String, String> pairs(JsonNode list, int longest) throws Refusal {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (JsonNode one : list) {
      hold(one, Set.of("key", "value"), Set.of());
      String value = one.path("value").asText();
      if (!KEY.matcher(one.path("key").asText()).matches() || value.length() > longest) {
        throw invalid("key or value of " + one.path("key").asText());
      }
      pairs.put(one.path("key").asText(), value);
    }
    return pairs;
  }

  /** All that must be there is, and nothing that nobody knows. */
  private static void hold(JsonNode object, Set<String> required, Set<String> optional)
      throws Refusal {
    Set<String> left = new TreeSet<>();
    object.fieldNames().forEachRemaining(left::add);
    if (!object.isObject() || !left.containsAll(required)) {
      throw invalid("missing one of " + required);
    }
    left.removeAll(required);
    left.removeAll(optional);
    if (!left.isEmpty()) {
      throw invalid("unknown " + left);
    }
  }

  private static Refusal invalid(String why) {
    return new Refusal(400, "INVALID_PARAMETER_VALUE", why.replace('"', '\''));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
