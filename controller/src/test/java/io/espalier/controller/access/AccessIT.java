package io.espalier.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.ExperimentsConfig;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.Program;
import io.espalier.controller.TestBroker;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.Problem;
import io.espalier.controller.api.TokenView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.controller.client.ServerAccess;
import io.espalier.controller.metrics.MetricsConfig;
import io.espalier.controller.openapi.ApiDescription;
import io.espalier.controller.openapi.ApiDescription.Operation;
import io.espalier.controller.secure.ServerPems;
import io.espalier.controller.store.StoreConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, with which role, by which way. */
class AccessIT {
  private static final String COOKIE = "espalier-session=";

  @TempDir private Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TestBroker broker;
  private FleetWiring fleet;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker();
    fleet = up(AccessConfig.LOCAL);
  }

  @AfterEach
  void stop() {
    fleet.close();
    broker.close();
  }

  @Test
  void firstToken_isAnAdmins_andFromThenOnEverybodyNeedsOne() throws Exception {
    refused(409, () -> add(null, "eve", Role.VIEWER));
    String admin = add(null, "ada", Role.ADMIN);

    HttpResponse<String> stranger = get("/nodes", null);
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("www-authenticate"))
        .hasValue("Bearer realm=\"espalier\"");
    assertThat(stranger.headers().firstValue("content-type")).hasValue(Problem.MEDIA_TYPE);
    assertThat(get("/nodes", "Bearer " + Secret.random().reveal()).statusCode()).isEqualTo(401);
    assertThat(get("/nodes", "Bearer x").statusCode()).isEqualTo(401);
    assertThat(get("/nodes", "Basic eDp5").statusCode()).isEqualTo(401);
    assertThat(get("/nodes", "Bearer " + admin).statusCode()).isEqualTo(200);
    assertThat(get("/tokens", "Bearer " + admin).body()).contains("ada").doesNotContain(admin);
    refused(409, () -> add(admin, "ada", Role.VIEWER));
    HttpResponse<String> keyed =
        send(
            request("/tokens", "Bearer " + admin)
                .header("Idempotency-Key", "k-1")
                .POST(BodyPublishers.ofString("{\"name\":\"bob\",\"role\":\"viewer\"}")));
    assertThat(keyed.statusCode()).isEqualTo(201);
    String secret =
        MessageCodec.decode(keyed.body().getBytes(StandardCharsets.UTF_8), TokenView.Made.class)
            .secret();
    assertThat(inFiles(admin) || inFiles(secret)).as("a secret on the disk").isFalse();
  }

  @Test
  void tokens_areKnownAfterARestart_andNotAfterTheyWereTakenBack() throws Exception {
    String admin = add(null, "ada", Role.ADMIN);
    String viewer = add(admin, "eve", Role.VIEWER);
    fleet.close();
    fleet = up(AccessConfig.LOCAL);
    assertThat(get("/nodes", "Bearer " + viewer).statusCode()).isEqualTo(200);

    refused(409, () -> client(admin).delete("/tokens/ada", TokenView.class));
    client(admin).delete("/tokens/eve", TokenView.class);
    assertThat(get("/nodes", "Bearer " + viewer).statusCode()).isEqualTo(401);
    client(admin).delete("/tokens/ada", TokenView.class);
    assertThat(get("/nodes", null).statusCode()).isEqualTo(200);
  }

  @Test
  void everyOperation_isRefusedToThoseWhoseRoleIsNotEnough_andToNobodyElse() throws Exception {
    String admin = add(null, "ada", Role.ADMIN);
    String operator = add(admin, "olga", Role.OPERATOR);
    String viewer = add(admin, "eve", Role.VIEWER);
    for (Operation operation : ApiDescription.read().operations()) {
      if (operation.path().equals("/session") || operation.path().equals("/healthz")) {
        continue;
      }
      Role needed = Role.valueOf(operation.role().toUpperCase(java.util.Locale.ROOT));
      assertThat(status(operation, null)).as(operation + " for nobody").isEqualTo(401);
      for (Role role : new Role[] {Role.VIEWER, Role.OPERATOR}) {
        int status = status(operation, role == Role.VIEWER ? viewer : operator);
        if (role.suffices(needed)) {
          assertThat(status).as(operation + " for " + role).isNotIn(401, 403);
        } else {
          assertThat(status).as(operation + " for " + role).isEqualTo(403);
        }
      }
    }
  }

  @Test
  void session_isACookieThatNoOtherSiteCanUse_andEndsWithItsToken() throws Exception {
    String admin = add(null, "ada", Role.ADMIN);
    String operator = add(admin, "olga", Role.OPERATOR);
    HttpResponse<String> begun =
        send(request("/session", "Bearer " + operator).POST(BodyPublishers.noBody()));
    assertThat(begun.statusCode()).isEqualTo(201);
    String set = begun.headers().firstValue("set-cookie").orElse("");
    assertThat(set).startsWith(COOKIE).contains("HTTPOnly", "SameSite=Strict", "Path=/");
    assertThat(set).doesNotContain(operator);
    String cookie = set.substring(0, set.indexOf(';'));

    assertThat(send(with(cookie, "/nodes", null).GET()).statusCode()).isEqualTo(200);
    assertThat(send(with(cookie, "/session", null).GET()).body()).contains("olga", "operator");
    assertThat(send(label(with(cookie, "/nodes/pi-1/labels", null))).statusCode()).isEqualTo(403);
    assertThat(send(label(with(cookie, "/nodes/pi-1/labels", "http://evil.example"))).statusCode())
        .isEqualTo(403);
    assertThat(send(label(with(cookie, "/nodes/pi-1/labels", fleet.address()))).statusCode())
        .as("no such node, but let in")
        .isEqualTo(404);
    assertThat(
            send(with(cookie, "/session", fleet.address()).POST(BodyPublishers.noBody()))
                .statusCode())
        .as("a session begets no other")
        .isEqualTo(409);

    client(admin).delete("/tokens/olga", TokenView.class);
    assertThat(send(with(cookie, "/nodes", null).GET()).statusCode()).isEqualTo(401);
  }

  @Test
  void sessionThatWasEnded_isNoLongerGood() throws Exception {
    String admin = add(null, "ada", Role.ADMIN);
    String set =
        send(request("/session", "Bearer " + admin).POST(BodyPublishers.noBody()))
            .headers()
            .firstValue("set-cookie")
            .orElse("");
    String cookie = set.substring(0, set.indexOf(';'));
    HttpResponse<String> ended = send(with(cookie, "/session", fleet.address()).DELETE());
    assertThat(ended.statusCode()).isEqualTo(204);
    assertThat(ended.headers().firstValue("set-cookie").orElse("")).contains("Max-Age=0");
    assertThat(send(with(cookie, "/nodes", null).GET()).statusCode()).isEqualTo(401);
  }

  @Test
  void others_areLetInWithTokensAndTlsOnly() throws Exception {
    AccessConfig tls = ServerPems.write(directory);
    fleet.close();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> up(tls))
        .withMessageContaining("tokens: expected an admin's before others");
    Object[] init = {"tokens", "init", "ada", "--data-dir", directory.resolve("data")};
    String admin = Program.run(init).out().strip();
    Program again = Program.run(init);
    assertThat(again.code()).isEqualTo(4);
    assertThat(again.err())
        .isEqualTo(
            "espalier: tokens: expected none that was given out, found 1; the"
                + " controller gives out others\n");
    fleet = up(tls);

    URI server = URI.create("https://localhost:" + fleet.httpPort());
    Path authority = directory.resolve("authority.pem");
    ApiClient trusting = new ApiClient(new ServerAccess(server, Secret.parse(admin), authority));
    assertThat(trusting.get("/nodes", Map.of(), NodeView.Several.class).nodes()).isEmpty();
    assertThatIOException()
        .isThrownBy(
            () ->
                new ApiClient(new ServerAccess(server, Secret.parse(admin), null))
                    .get("/nodes", Map.of(), NodeView.Several.class))
        .withMessageContaining("expected a certificate that --cacert or the system trusts");
    refused(
        401,
        () ->
            new ApiClient(new ServerAccess(server, null, authority))
                .get("/nodes", Map.of(), NodeView.Several.class));
  }

  @Test
  void callerWhoAsksTooOften_isToldToWait_andNobodyElse() throws Exception {
    fleet.close();
    fleet = up(new AccessConfig(null, null, false, 5));
    String admin = add(null, "ada", Role.ADMIN);
    String other = add(admin, "eve", Role.VIEWER);
    HttpResponse<String> last = get("/session", "Bearer " + admin);
    for (int i = 0; i < 30 && last.statusCode() == 200; i++) {
      last = get("/session", "Bearer " + admin);
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("retry-after")).hasValue("1");
    assertThat(get("/session", "Bearer " + other).statusCode()).isEqualTo(200);
  }

  @Test
  void strangerWhoTriesTokens_isToldToWait() throws Exception {
    fleet.close();
    fleet = up(new AccessConfig(null, null, false, 5));
    String admin = add(null, "ada", Role.ADMIN);
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(get("/nodes", "Bearer " + Secret.random().reveal()).statusCode());
      answers.add(get("/nodes", "Basic eDp5").statusCode());
    }
    assertThat(answers).containsOnly(401, 429);
    assertThat(answers).filteredOn(status -> status == 401).hasSizeBetween(10, 30);
    assertThat(get("/nodes", "Bearer " + admin).statusCode()).isEqualTo(200);
  }

  private FleetWiring up(AccessConfig access) throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    return new FleetWiring(
        new FleetConfig(
            any,
            directory.resolve("data"),
            broker.address(),
            LinkSecurity.NONE,
            null,
            any,
            new Topics(Topics.DEFAULT_PREFIX),
            StoreConfig.USUAL,
            0,
            null,
            MetricsConfig.USUAL,
            ExperimentsConfig.several(null),
            access,
            null));
  }

  private ApiClient client(@Nullable String token) {
    return new ApiClient(
        new ServerAccess(
            URI.create(fleet.address()), token == null ? null : Secret.parse(token), null));
  }

  private String add(@Nullable String token, String name, Role role) throws Exception {
    return client(token)
        .post("/tokens", new TokenView.Wanted(name, role, null), TokenView.Made.class)
        .secret();
  }

  private boolean inFiles(String text) throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  private int status(Operation operation, @Nullable String token) throws Exception {
    String path = operation.path().replaceAll("[{][a-z]+[}]", "nothing");
    HttpRequest.Builder request =
        request(path, token == null ? null : "Bearer " + token)
            .method(operation.method(), BodyPublishers.noBody());
    HttpResponse<java.io.InputStream> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  private HttpResponse<String> get(String path, @Nullable String authorization) throws Exception {
    return send(request(path, authorization).GET());
  }

  private HttpRequest.Builder with(String cookie, String path, @Nullable String origin) {
    HttpRequest.Builder request = request(path, null).header("Cookie", cookie);
    return origin == null ? request : request.header("Origin", origin);
  }

  private static HttpRequest.Builder label(HttpRequest.Builder request) {
    return request.PUT(
        BodyPublishers.ofByteArray(
            MessageCodec.encode(new NodeView.Labels(new java.util.TreeMap<>()))));
  }

  private HttpRequest.Builder request(String path, @Nullable String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(fleet.address() + "/api/v1" + path));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private interface Call {
    @Nullable Object make() throws Exception;
  }

  private static void refused(int status, Call call) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(call::make)
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status));
  }
}
