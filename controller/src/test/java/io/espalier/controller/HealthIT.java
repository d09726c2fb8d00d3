package io.espalier.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a controller says of itself while its broker is stopped and started. */
class HealthIT {
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  void controllerWithoutItsBroker_livesButIsNotReady_andSaysWhy() throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    try (Mosquitto mosquitto = Mosquitto.forgetful(directory);
        FleetWiring fleet =
            new FleetWiring(
                new FleetConfig(
                    any,
                    directory.resolve("data"),
                    mosquitto.uri(),
                    any,
                    new Topics(Topics.DEFAULT_PREFIX),
                    0,
                    null))) {
      assertThat(get(fleet, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(fleet, "/readyz").body())
          .isEqualTo(
              "{\"status\":\"ready\",\"parts\":"
                  + "{\"broker\":\"ok\",\"telemetry\":\"ok\",\"store\":\"ok\"}}");
      assertThat(get(fleet, "/metrics").body())
          .contains("espalier_broker_connected{link=\"fleet\"} 1.0")
          .contains("db_client_connection_max", "espalier_telemetry_queue_depth 0.0");

      mosquitto.kill();
      Awaitility.await().until(() -> get(fleet, "/readyz").statusCode() == 503);
      assertThat(get(fleet, "/readyz").body())
          .contains("\"unready\"", "no connection to the broker", "\"store\":\"ok\"");
      assertThat(get(fleet, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(fleet, "/metrics").body())
          .contains("espalier_broker_connected{link=\"fleet\"} 0.0")
          .contains("http_route=\"/readyz\"", "http_response_status_code=\"503\"");

      mosquitto.restart();
      Awaitility.await().until(() -> get(fleet, "/readyz").statusCode() == 200);
    }
  }

  private HttpResponse<String> get(FleetWiring fleet, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fleet.httpPort() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
