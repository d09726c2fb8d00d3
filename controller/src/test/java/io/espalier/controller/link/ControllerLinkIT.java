package io.espalier.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.TestBroker;
import io.espalier.controller.cli.ExitCode;
import io.espalier.fixtures.Mosquitto;
import io.espalier.fixtures.Ports;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.OutboundMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerLinkIT {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void brokerThatIsNotThere_isSaidInOneLineAfterTenSeconds() throws Exception {
    refused(URI.create("mqtt://127.0.0.1:" + Ports.free()));
  }

  @Test
  void serverThatSaysNothing_isSaidInOneLineAfterTenSeconds() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      refused(URI.create("mqtt://127.0.0.1:" + mute.getLocalPort()));
    }
  }

  @Test
  void brokerIsAskedAgain_forWhatItMayHaveLost_afterEachNewSession(@TempDir Path directory)
      throws Exception {
    try (Mosquitto broker = Mosquitto.forgetful(directory)) {
      ControllerLink link = ControllerLink.forgotten(broker.uri(), "asks", LinkSecurity.NONE);
      TestBroker.deploy(vertx, link);
      AtomicInteger heard = new AtomicInteger();
      done(link.publish(OutboundMessage.retained("kept/a", new byte[] {1})));
      done(link.subscribeToKept("kept/#", message -> heard.incrementAndGet()));
      Awaitility.await().untilAsserted(() -> assertThat(heard).hasValue(3));

      broker.kill();
      broker.restart();
      done(link.publish(OutboundMessage.retained("kept/b", new byte[] {1})));
      Awaitility.await().untilAsserted(() -> assertThat(heard).hasValue(6));
    }
  }

  private static void done(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  private void refused(URI broker) {
    Instant start = Instant.now();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> TestBroker.deploy(vertx, new ControllerLink(broker, "nobody")))
        .withCauseInstanceOf(BrokerUnreachableException.class)
        .satisfies(
            failure -> {
              StringWriter err = new StringWriter();
              assertThat(ExitCode.report(failure, new PrintWriter(err))).isEqualTo(1);
              assertThat(err.toString().lines())
                  .containsExactly(
                      "espalier: "
                          + broker
                          + ": expected an MQTT 5 broker, found none within 10 s");
            });
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    Awaitility.await("no thread goes on trying")
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("link-nobody")));
  }
}
