package io.espalier.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.process.LocalPostgres;
import io.espalier.controller.store.StoreAddress;
import io.espalier.controller.store.StoreConfig;
import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a controller says of itself while its broker, or its store, is stopped and started. */
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

  @Test
  void controllerWithoutItsStore_livesButIsNotReady_andSaysWhy_untilItIsBack() throws Exception {
    Path programs = LocalPostgres.find().orElse(null);
    Assumptions.assumeTrue(programs != null, "needs PostgreSQL's programs, found none");
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    try (LocalPostgres postgres = LocalPostgres.start(programs, LocalPostgres.Durability.NONE);
        FleetWiring fleet =
            new FleetWiring(
                new FleetConfig(any, directory, null, any, topics, 0, null).with(in(postgres)))) {
      assertThat(get(fleet, "/readyz").statusCode()).isEqualTo(200);

      postgres.kill();
      Awaitility.await().until(() -> get(fleet, "/readyz").statusCode() == 503);
      assertThat(get(fleet, "/readyz").body())
          .contains("\"unready\"", "\"broker\":\"ok\"")
          .containsPattern("\"store\":\"(no answer in 2 s|store: ask: [^\"\\\\]+)\"");
      assertThat(get(fleet, "/healthz").statusCode()).isEqualTo(200);

      postgres.launch();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> get(fleet, "/readyz").statusCode() == 200);
      Awaitility.await("it drives again")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> !upload(fleet).name().isEmpty());
    }
  }

  private static StoreConfig in(LocalPostgres postgres) {
    StoreAddress address = StoreAddress.server(postgres.url(), LocalPostgres.USER, null);
    return new StoreConfig(address, StoreConfig.USUAL.keep());
  }

  private static ArtifactView upload(FleetWiring fleet) throws Exception {
    byte[] probe = new ProbeSet(1, new float[] {1}, new int[] {1}).encode();
    return new ApiClient(fleet.address())
        .upload("/artifacts", Map.of("kind", "probe", "name", "p"), probe, ArtifactView.class);
  }

  private HttpResponse<String> get(FleetWiring fleet, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fleet.httpPort() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
