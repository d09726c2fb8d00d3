package io.espalier.controller.secure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.secure.Knock.Shown;
import io.espalier.fixtures.Mosquitto;
import io.espalier.fixtures.Ports;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.Topics;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the files that are written mean to a real Mosquitto, with {@code pi-1} as a stolen node. */
@SuppressWarnings("NullAway.Init") // Set up by each test, for its kind of identity.
class AclIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId STOLEN = new NodeId("pi-1");
  private static final NodeId OTHER = new NodeId("pi-2");
  private static final Digest ARTIFACT = Digest.of(new byte[] {1});

  /** MQTT 5, section 3.4.2.1. */
  private static final int NOT_AUTHORIZED = 135;

  private static final byte[] WORD = "x".getBytes(UTF_8);

  /** What a node may do on its own topics, by their names in {@link Topics}. */
  private static final Map<String, Right> RIGHTS =
      Map.ofEntries(
          Map.entry("presence", Right.WRITE),
          Map.entry("results", Right.WRITE),
          Map.entry("systemTelemetry", Right.WRITE),
          Map.entry("inferenceTelemetry", Right.WRITE),
          Map.entry("accuracyTelemetry", Right.WRITE),
          Map.entry("driftTelemetry", Right.WRITE),
          Map.entry("droppedTelemetry", Right.WRITE),
          Map.entry("reported", Right.WRITE),
          Map.entry("inferred", Right.WRITE),
          Map.entry("trials", Right.READ),
          Map.entry("desired", Right.READ),
          Map.entry("acks", Right.READ),
          Map.entry("infer", Right.READ),
          Map.entry("enrolmentRequest", Right.NONE),
          Map.entry("enrolmentGrant", Right.NONE));

  private enum Right {
    WRITE,
    READ,
    NONE
  }

  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;
  private BrokerDirectory files;
  private Mosquitto mosquitto;

  void start(NodeIdentity identity) throws Exception {
    port = Ports.freeInARow(4);
    files = BrokerDirectory.create(directory.resolve("made"), plan(identity, "made"));
    files.addNode(STOLEN);
    files.addNode(OTHER);
    mosquitto = own(Mosquitto.configured(files.configuration(), port, port + 1));
  }

  @AfterEach
  void stop() throws Exception {
    for (int last = open.size() - 1; last >= 0; last--) {
      open.get(last).close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void forbiddenPublish_isRefused_andNeverArrives(NodeIdentity identity) throws Exception {
    start(identity);
    Set<String> heard = new ConcurrentSkipListSet<>();
    BrokerLink watcher = controller();
    watcher.subscribe(List.of("#", "$SYS/broker/version"), m -> heard.add(m.topic())).join();
    Set<String> allowed = new TreeSet<>();
    topicsOf(STOLEN).forEach((topic, right) -> publish(topic, right, allowed));
    topicsOf(OTHER).forEach((topic, right) -> publish(topic, Right.NONE, allowed));
    publish(TOPICS.inferred(STOLEN) + "/program", Right.WRITE, allowed);
    for (String topic :
        List.of(
            TOPICS.manifest(ARTIFACT),
            TOPICS.chunk(ARTIFACT, 0),
            TOPICS.inferred(OTHER) + "/program",
            TOPICS.prefix(),
            TOPICS.prefix() + "/nodes/pi-1",
            TOPICS.prefix() + "/nodes/pi-1/telemetry/system/x",
            "espalier/v2/nodes/pi-1/presence",
            "elsewhere",
            "$SYS/broker/version")) {
      publish(topic, Right.NONE, allowed);
    }
    Set<String> expected = new TreeSet<>(allowed);
    expected.add(marker(watcher));
    Awaitility.await().untilAsserted(() -> assertThat(heard).containsAll(expected));
    heard.remove("$SYS/broker/version"); // The broker's own, retained.
    assertThat(heard).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void whateverANodeSubscribesTo_onlyWhatIsMeantForItArrives(NodeIdentity identity)
      throws Exception {
    start(identity);
    BrokerLink controller = controller();
    BrokerLink other = node(OTHER, "espalier-node-pi-2");
    Set<String> meant = new TreeSet<>(List.of(TOPICS.manifest(ARTIFACT)));
    meant.add(TOPICS.chunk(ARTIFACT, 0));
    meant.add(TOPICS.chunk(ARTIFACT, 17));
    Set<String> all = new TreeSet<>(meant);
    topicsOf(STOLEN)
        .forEach(
            (topic, right) -> {
              all.add(topic);
              if (right == Right.READ) {
                meant.add(topic);
              }
            });
    all.addAll(topicsOf(OTHER).keySet());
    all.forEach(topic -> controller.publish(OutboundMessage.retained(topic, WORD)).join());
    Set<String> heard = new ConcurrentSkipListSet<>();
    BrokerLink node = node(STOLEN, "espalier-node-pi-1");
    List<String> filters = new ArrayList<>(all);
    filters.addAll(List.of("#", "+/+/+/+/#", TOPICS.prefix() + "/#", "$SYS/#", "$share/g/#"));
    for (String filter : filters) {
      // Mosquitto agrees to every filter, and looks at each message.
      node.subscribe(List.of(filter), message -> heard.add(message.topic()))
          .exceptionally(refused -> null)
          .join();
    }
    all.forEach(topic -> controller.publish(OutboundMessage.event(topic, WORD)).join());
    other.publish(OutboundMessage.event(TOPICS.reported(OTHER), WORD)).join();
    String last = TOPICS.chunk(ARTIFACT, 99);
    controller.publish(OutboundMessage.event(last, WORD)).join();
    meant.add(last);
    Awaitility.await().untilAsserted(() -> assertThat(heard).containsAll(meant));
    assertThat(heard).isEqualTo(meant);
  }

  @ParameterizedTest
  @EnumSource
  void willOfANode_isPublishedOnItsOwnTopicsOnly(NodeIdentity identity) throws Exception {
    start(identity);
    Set<String> heard = new ConcurrentSkipListSet<>();
    controller().subscribe(List.of("#"), message -> heard.add(message.topic())).join();
    Path authority = files.node(STOLEN).resolve("ca.crt");
    Knock.breakOff(at(0), authority, shown(STOLEN), TOPICS.presence(OTHER));
    Knock.breakOff(at(0), authority, shown(STOLEN), TOPICS.desired(STOLEN));
    Knock.breakOff(at(0), authority, shown(STOLEN), TOPICS.presence(STOLEN));
    Awaitility.await().until(() -> heard.contains(TOPICS.presence(STOLEN)));
    assertThat(heard).containsExactly(TOPICS.presence(STOLEN));
  }

  @ParameterizedTest
  @EnumSource
  void stolenNodeUnderAnothersClientId_doesNotPushItOff(NodeIdentity identity) throws Exception {
    start(identity);
    AtomicInteger sessions = new AtomicInteger();
    BrokerLink other = node(OTHER, "espalier-node-pi-2", sessions);
    Set<String> heard = new ConcurrentSkipListSet<>();
    other.subscribe(List.of(TOPICS.acks(OTHER)), message -> heard.add(message.topic())).join();
    for (String clientId : List.of("espalier-node-pi-2", "pi-2")) {
      node(STOLEN, clientId).close();
    }
    controller().publish(OutboundMessage.event(TOPICS.acks(OTHER), WORD)).join();
    Awaitility.await().until(() -> heard.contains(TOPICS.acks(OTHER)));
    assertThat(sessions).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhoIsVouchedFor_isLetIn(NodeIdentity identity) throws Exception {
    start(identity);
    Path authority = files.node(STOLEN).resolve("ca.crt");
    Shown controller = Shown.certificate(files.controller(), "controller");
    BrokerDirectory elsewhere =
        BrokerDirectory.create(
            directory.resolve("elsewhere"), plan(NodeIdentity.CERTIFICATE, "elsewhere"));
    Shown forged = Shown.certificate(elsewhere.addNode(STOLEN), "node");
    Shown forgedController = Shown.certificate(elsewhere.controller(), "controller");
    assertThat(Knock.isLetIn(at(0), authority, shown(STOLEN))).isTrue();
    assertThat(Knock.isLetIn(at(1), authority, controller)).isTrue();
    for (Shown shown :
        List.of(
            Shown.NOTHING,
            Shown.password("pi-1", null),
            Shown.password("pi-1", "guess"),
            Shown.password(AccessList.CONTROLLER, null),
            Shown.password(AccessList.CONTROLLER, ""),
            forged,
            forgedController)) {
      assertThat(Knock.isLetIn(at(0), authority, shown)).as("nodes: %s", shown).isFalse();
      assertThat(Knock.isLetIn(at(1), authority, shown)).as("controllers: %s", shown).isFalse();
    }
    assertThat(Knock.isLetIn(at(1), authority, shown(STOLEN))).isFalse();
    assertThat(Knock.isLetIn(at(0), authority, controller)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void nodeThatIsAddedLater_isLetIn(NodeIdentity identity) throws Exception {
    start(identity);
    NodeId late = new NodeId("pi-3");
    files.addNode(late);
    mosquitto.reload();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Knock.isLetIn(at(0), files.node(late).resolve("ca.crt"), shown(late)));
  }

  @ParameterizedTest
  @EnumSource
  void nodeThatIsRemoved_saysAndHearsNothing_andOthersGoOn(NodeIdentity identity) throws Exception {
    start(identity);
    files.removeNode(STOLEN);
    mosquitto.reload();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> answer(OutboundMessage.event(TOPICS.presence(STOLEN), WORD)) >= NOT_AUTHORIZED);
    for (String topic : topicsOf(STOLEN).keySet()) {
      assertThat(answer(OutboundMessage.event(topic, WORD))).isEqualTo(NOT_AUTHORIZED);
    }
    Path authority = files.node(OTHER).resolve("ca.crt");
    OutboundMessage word = OutboundMessage.event(TOPICS.presence(OTHER), WORD);
    assertThat(Knock.publish(at(0), authority, shown(OTHER), word)).isLessThan(NOT_AUTHORIZED);
    assertThat(Knock.isLetIn(at(0), authority, shown(STOLEN)))
        .isEqualTo(identity == NodeIdentity.CERTIFICATE);
    if (identity == NodeIdentity.CERTIFICATE) {
      Set<String> heard = new ConcurrentSkipListSet<>();
      BrokerLink node = node(STOLEN, "any");
      node.subscribe(List.of("#"), message -> heard.add(message.topic())).join();
      Set<String> arrived = new ConcurrentSkipListSet<>();
      node(OTHER, "any").subscribe(List.of("#"), m -> arrived.add(m.topic())).join();
      BrokerLink controller = controller();
      controller.publish(OutboundMessage.event(TOPICS.desired(STOLEN), WORD)).join();
      controller.publish(OutboundMessage.event(TOPICS.chunk(ARTIFACT, 0), WORD)).join();
      Awaitility.await().until(() -> arrived.contains(TOPICS.chunk(ARTIFACT, 0)));
      assertThat(heard).isEmpty();
    }
  }

  private void publish(String topic, Right right, Set<String> allowed) {
    for (OutboundMessage message :
        List.of(
            OutboundMessage.event(topic, WORD),
            OutboundMessage.retained(topic, WORD),
            OutboundMessage.clear(topic))) {
      int answer = answer(message);
      if (right == Right.WRITE) {
        assertThat(answer).as("write %s", topic).isLessThan(NOT_AUTHORIZED);
        allowed.add(topic);
      } else {
        assertThat(answer).as("write %s", topic).isEqualTo(NOT_AUTHORIZED);
      }
    }
  }

  private int answer(OutboundMessage message) {
    try {
      return Knock.publish(at(0), files.node(STOLEN).resolve("ca.crt"), shown(STOLEN), message);
    } catch (Exception e) {
      throw new AssertionError(message.topic(), e);
    }
  }

  private static String marker(BrokerLink controller) {
    String topic = TOPICS.prefix() + "/marker";
    controller.publish(OutboundMessage.event(topic, WORD)).join();
    return topic;
  }

  /** Every topic of a node; one that is new fails until somebody decided who may use it. */
  private static Map<String, Right> topicsOf(NodeId node) {
    Map<String, Right> topics = new TreeMap<>();
    Arrays.stream(Topics.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {NodeId.class}))
        .forEach(method -> topics.put(topic(method, node), right(method)));
    assertThat(topics).hasSize(RIGHTS.size());
    return topics;
  }

  private static String topic(Method method, NodeId node) {
    try {
      return (String) Objects.requireNonNull(method.invoke(TOPICS, node));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Topics." + method.getName(), e);
    }
  }

  private static Right right(Method method) {
    return Objects.requireNonNull(
        RIGHTS.get(method.getName()), () -> "who may use Topics." + method.getName());
  }

  private BrokerPlan plan(NodeIdentity identity, String name) {
    return new BrokerPlan(
        identity,
        "127.0.0.1",
        port,
        "127.0.0.1",
        List.of("127.0.0.1"),
        TOPICS,
        System.getProperty("user.name"),
        BrokerDirectory.broker(directory.resolve(name)));
  }

  private BrokerLink controller() {
    LinkSecurity security =
        new LinkSecurity(
            files.controller().resolve("ca.crt"),
            new LinkSecurity.Certificate(
                files.controller().resolve("controller.crt"),
                files.controller().resolve("controller.key")));
    return started(at(1), "espalier-controller-" + open.size(), security, new AtomicInteger());
  }

  private BrokerLink node(NodeId node, String clientId) {
    return node(node, clientId, new AtomicInteger());
  }

  private BrokerLink node(NodeId node, String clientId, AtomicInteger sessions) {
    Path own = files.node(node);
    LinkSecurity.Identity identity =
        files.identity() == NodeIdentity.CERTIFICATE
            ? new LinkSecurity.Certificate(own.resolve("node.crt"), own.resolve("node.key"))
            : new LinkSecurity.Password(node.value(), own.resolve("password"));
    LinkSecurity security = new LinkSecurity(own.resolve("ca.crt"), identity);
    return started(at(0), clientId, security, sessions);
  }

  private BrokerLink started(
      URI broker, String clientId, LinkSecurity security, AtomicInteger sessions) {
    BrokerLink link = own(new BrokerLink(new LinkConfig(broker, clientId, null, 0, security)));
    link.onSession(resumed -> sessions.incrementAndGet());
    link.start().orTimeout(20, TimeUnit.SECONDS).join();
    return link;
  }

  private Shown shown(NodeId node) throws Exception {
    return files.identity() == NodeIdentity.CERTIFICATE
        ? Shown.certificate(files.node(node), "node")
        : Shown.password(
            node.value(), Files.readString(files.node(node).resolve("password")).strip());
  }

  private URI at(int offset) {
    return URI.create("mqtts://127.0.0.1:" + (port + offset));
  }

  private <T extends AutoCloseable> T own(T resource) {
    open.add(resource);
    return resource;
  }
}
