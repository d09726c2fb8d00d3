package io.espalier.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the rules beside the page of metrics, against what a controller measures. */
class MonitoringFilesIT {
  private static final Path FILES = Path.of("../docs/reference/monitoring");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:espalier|http_server|db_client|jvm|process)_[a-z0-9_]+");

  @TempDir private Path directory;

  @Test
  void everyMetricThatTheyName_isMeasured() throws Exception {
    JsonNode dashboard = new JsonMapper().readTree(FILES.resolve("grafana.json").toFile());
    JsonNode rules = new YAMLMapper().readTree(FILES.resolve("alerts.yaml").toFile());
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
    assertThat(rules.at("/groups/0/rules"))
        .hasSizeGreaterThan(5)
        .allMatch(rule -> rule.at("/annotations/summary").asText().length() > 20);
    Set<String> named = new TreeSet<>();
    dashboard.findValuesAsText("expr").forEach(expression -> addMetrics(expression, named));
    rules.findValuesAsText("expr").forEach(expression -> addMetrics(expression, named));
    assertThat(named).hasSizeGreaterThan(15);

    assertThat(measured()).containsAll(named);
  }

  private static void addMetrics(String expression, Set<String> into) {
    // A label is no metric.
    Matcher metrics = METRIC.matcher(expression.replaceAll("\\{[^}]*\\}|by *\\([^)]*\\)", ""));
    while (metrics.find()) {
      into.add(metrics.group());
    }
  }

  private Set<String> measured() throws Exception {
    Set<String> names = new TreeSet<>();
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    FleetConfig config =
        new FleetConfig(any, directory, null, any, new Topics(Topics.DEFAULT_PREFIX), 0, null);
    try (FleetWiring fleet = new FleetWiring(config)) {
      get(fleet, "/healthz");
      get(fleet, "/metrics")
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
    }
    // Without a node there is none to count; MetricsTest has some.
    names.add("espalier_nodes");
    return names;
  }

  private static String get(FleetWiring fleet, String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(fleet.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
