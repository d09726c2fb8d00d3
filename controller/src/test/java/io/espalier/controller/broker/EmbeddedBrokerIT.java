package io.espalier.controller.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.RawMqtt;
import io.espalier.controller.TestBroker;
import io.espalier.controller.Watcher;
import io.espalier.controller.cli.ExitCode;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedBrokerIT {
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);
  private static final int CHUNK = 64 * 1024;

  private TestBroker running;

  @BeforeAll
  void startBroker() throws Exception {
    running = new TestBroker();
  }

  @AfterAll
  void stopBroker() throws Exception {
    running.close();
  }

  @Test
  void freePort_isTaken() {
    assertThat(running.address().getPort()).isPositive();
    assertThat(running.address()).hasScheme("mqtt").hasHost("127.0.0.1");
  }

  @Test
  void retainedMessages_reachALateSubscriber_bytesUnchanged() {
    byte[] chunk = new byte[CHUNK];
    new java.util.Random(1).nextBytes(chunk);
    try (BrokerLink link = connected("early")) {
      link.publish(OutboundMessage.retained("late/chunks/0", chunk)).join();
      link.publish(OutboundMessage.retained("late/manifest", TEXT)).join();
    }
    try (Watcher late = new Watcher(running.address(), "late/#")) {
      Awaitility.await().until(() -> late.messages().size() == 2);
      assertThat(late.messages()).allMatch(message -> message.retained());
      assertThat(late.messages())
          .filteredOn(message -> message.topic().equals("late/chunks/0"))
          .singleElement()
          .satisfies(message -> assertThat(message.payload()).isEqualTo(chunk));
    }
  }

  @Test
  void brokenConnection_leavesItsWill() throws Exception {
    try (Watcher watcher = new Watcher(running.address(), "wills/#");
        RawMqtt client = new RawMqtt(running.address(), "mortal", "wills/mortal", TEXT)) {
      client.breakOff();
      Awaitility.await().until(() -> watcher.to("wills/mortal") == 1);
    }
    assertThat(Watcher.retained(running.address(), "wills")).containsExactly("wills/mortal");
  }

  @Test
  void portInUse_isSaidInOneLine() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> TestBroker.deploy(vertx, new EmbeddedBroker("127.0.0.1", port)))
          .withCauseInstanceOf(PortInUseException.class)
          .satisfies(
              failure -> {
                StringWriter err = new StringWriter();
                assertThat(ExitCode.report(failure, new PrintWriter(err))).isEqualTo(1);
                assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                        "espalier: 127.0.0.1:%d: expected a free port of this machine, found: "
                            .formatted(port));
              });
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void stoppedBroker_freesItsPort() throws Exception {
    TestBroker shortLived = new TestBroker();
    int port = shortLived.address().getPort();
    shortLived.close();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void topicsThatRetainNothingAnyMore_areForgotten() {
    int topics = 200;
    int before = retainedQueues();
    try (BrokerLink link = connected("sweep")) {
      publishEach(link, topics, TEXT);
      assertThat(retainedQueues()).isEqualTo(before + topics);
      link.publish(OutboundMessage.retained("sweep/kept", TEXT)).join();
      publishEach(link, topics, new byte[0]);
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> retainedQueues() == before + 1);
    }
    assertThat(Watcher.retained(running.address(), "sweep")).containsExactly("sweep/kept");
  }

  private static void publishEach(BrokerLink link, int topics, byte[] payload) {
    IntStream.range(0, topics)
        .mapToObj(n -> link.publish(OutboundMessage.retained("sweep/" + n, payload)))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private int retainedQueues() {
    ActiveMQServer server = running.broker().server();
    return (int)
        server.getPostOffice().getAddresses().stream()
            .filter(address -> address.toString().startsWith("$sys.mqtt.retain.sweep"))
            .filter(address -> server.locateQueue(address) != null)
            .count();
  }

  private BrokerLink connected(String clientId) {
    BrokerLink link = new BrokerLink(new LinkConfig(running.address(), clientId, null, 0));
    link.start().join();
    return link;
  }
}
