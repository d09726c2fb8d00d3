package io.espalier.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.TestBroker;
import io.espalier.controller.cli.ExitCode;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControllerLinkIT {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void brokerThatIsNotThere_isSaidInOneLineAfterTenSeconds() throws Exception {
    refused(URI.create("mqtt://127.0.0.1:" + closedPort()));
  }

  @Test
  void serverThatSaysNothing_isSaidInOneLineAfterTenSeconds() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      refused(URI.create("mqtt://127.0.0.1:" + mute.getLocalPort()));
    }
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

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
