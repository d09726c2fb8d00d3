package io.espalier.controller.secure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.secure.Knock.Shown;
import io.espalier.fixtures.Mosquitto;
import io.espalier.fixtures.Ports;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker that anybody may reach, as it is written, on a real Mosquitto. */
class StrangersIT {
  private static final Topics TOPICS = new Topics("lab/espalier");
  private static final NodeId NODE = new NodeId("pi-1");
  private static final byte[] WORD = "x".getBytes(UTF_8);
  private static final int NOT_AUTHORIZED = 135;

  @TempDir private Path directory;

  private BrokerDirectory files;
  private Mosquitto mosquitto;
  private Path authority;
  private URI strangers;
  private URI controllers;

  @BeforeEach
  void start() throws Exception {
    int port = Ports.freeInARow(4);
    strangers = URI.create("mqtts://127.0.0.1:" + (port + 2));
    controllers = URI.create("mqtts://127.0.0.1:" + (port + 3));
    Path root = directory.resolve("made");
    BrokerPlan plan =
        new BrokerPlan(
            NodeIdentity.CERTIFICATE,
            "127.0.0.1",
            port,
            "127.0.0.1",
            List.of("127.0.0.1"),
            TOPICS,
            System.getProperty("user.name"),
            BrokerDirectory.broker(root));
    files = BrokerDirectory.create(root, plan);
    authority = files.controller().resolve("ca.crt");
    mosquitto = Mosquitto.configured(files.enrolmentConfiguration(), port + 2, port + 3);
  }

  @AfterEach
  void stop() {
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  @Test
  void stranger_mayAskForACertificate_andSayNothingElse() throws Exception {
    assertThat(says(TOPICS.enrolmentRequest(NODE))).isLessThan(NOT_AUTHORIZED);
    for (String topic :
        List.of(
            TOPICS.enrolmentGrant(NODE),
            TOPICS.presence(NODE),
            TOPICS.desired(NODE),
            TOPICS.prefix() + "/enrol/pi-1/request/x",
            "elsewhere")) {
      assertThat(says(topic)).as(topic).isEqualTo(NOT_AUTHORIZED);
    }
  }

  @Test
  void stranger_hearsAnswersOnly() throws Exception {
    Set<String> heard = new ConcurrentSkipListSet<>();
    try (BrokerLink stranger = link(strangers, "stranger", null);
        BrokerLink controller =
            link(
                controllers,
                "controller",
                new LinkSecurity.Certificate(
                    files.controller().resolve("controller.crt"),
                    files.controller().resolve("controller.key")))) {
      stranger.subscribe(List.of("#"), message -> heard.add(message.topic())).join();
      Set<String> asked = new ConcurrentSkipListSet<>();
      controller
          .subscribe(List.of(TOPICS.everyEnrolmentRequest()), m -> asked.add(m.topic()))
          .join();
      says(TOPICS.enrolmentRequest(NODE));
      Awaitility.await().until(() -> asked.contains(TOPICS.enrolmentRequest(NODE)));
      controller.publish(OutboundMessage.retained(TOPICS.enrolmentGrant(NODE), WORD)).join();
      Awaitility.await().until(() -> heard.contains(TOPICS.enrolmentGrant(NODE)));
      assertThat(heard).containsExactly(TOPICS.enrolmentGrant(NODE));
    }
  }

  @Test
  void nobodyIsBelievedToBeTheController_butWhoShowsItsCertificate() throws Exception {
    Shown node = Shown.certificate(files.addNode(NODE), "node");
    Shown controller = Shown.certificate(files.controller(), "controller");
    assertThat(Knock.isLetIn(controllers, authority, controller)).isTrue();
    assertThat(Knock.isLetIn(controllers, authority, node)).isFalse();
    assertThat(Knock.isLetIn(controllers, authority, Shown.NOTHING)).isFalse();
    for (Shown named :
        List.of(
            Shown.password(AccessList.CONTROLLER, null),
            Shown.password(AccessList.CONTROLLER, ""),
            Shown.password(AccessList.CONTROLLER, "guess"))) {
      assertThat(Knock.isLetIn(strangers, authority, named)).as("%s", named).isFalse();
      assertThat(Knock.isLetIn(controllers, authority, named)).as("%s", named).isFalse();
    }
    assertThat(Knock.isLetIn(strangers, authority, Shown.NOTHING)).isTrue();
  }

  private int says(String topic) throws Exception {
    return Knock.publish(strangers, authority, Shown.NOTHING, OutboundMessage.event(topic, WORD));
  }

  private BrokerLink link(URI broker, String clientId, LinkSecurity.@Nullable Identity identity) {
    BrokerLink link =
        new BrokerLink(
            new LinkConfig(broker, clientId, null, 0, new LinkSecurity(authority, identity)));
    link.start().orTimeout(20, TimeUnit.SECONDS).join();
    return link;
  }
}
