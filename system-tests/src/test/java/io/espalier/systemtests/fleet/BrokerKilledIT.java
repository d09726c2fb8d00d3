package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Observer;
import io.espalier.systemtests.fixture.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed in the middle of deliveries. */
class BrokerKilledIT {
  private static final Duration ROLLOUT = Duration.ofMinutes(2);
  private static final int KIB = 2_400;

  @Test
  void brokerWithoutMemory_killedInADelivery_getsAllOfItAgain(
      @TempDir Path directory, @TempDir Path data) throws Exception {
    killedInADelivery(directory, Mosquitto.forgetful(data));
  }

  /** It knows sessions and states as they were before, and takes them for the newest. */
  @Test
  void brokerWithOldMemory_killedInADelivery_getsAllOfItAgain(
      @TempDir Path directory, @TempDir Path data) throws Exception {
    killedInADelivery(directory, Mosquitto.persistent(data));
  }

  private static void killedInADelivery(Path directory, Mosquitto broker) throws Exception {
    try (Fleet fleet = Fleet.start(directory, broker);
        TcpProxy proxy = new TcpProxy(broker.port())) {
      FleetNode node = fleet.add("n1", proxy.uri());
      fleet.add("n2");
      fleet.awaitOnline();
      Digest first = fleet.deployed(0, "first", Models.wrongOn(5));
      fleet.awaitServing(first);
      // Mosquitto keeps the sessions of those only that came back to it.
      for (int i = 0; i < 2; i++) {
        broker.stop();
        broker.restart();
        fleet.awaitReturn();
      }

      proxy.throttle(1_000_000);
      byte[] second = Models.padded(5, KIB, 1);
      try (Espalier deploy = fleet.deploy("second", second, "--to", "node=n1")) {
        fleet.awaitReported(
            node, "fetching", r -> r.phase() == Phase.FETCHING && r.progress() != null);
        broker.kill();
        broker.restart();
        proxy.throttle(Long.MAX_VALUE);
        assertThat(deploy.exitCode(ROLLOUT)).as("%s%s", deploy.out(), deploy.err()).isZero();
      }
      fleet.awaitServing(0, Digest.of(second));
      fleet.awaitServing(1, first);

      // A node that is away hears of it only from what the broker keeps.
      proxy.shut();
      fleet.awaitOffline(node);
      byte[] third = Models.wrongOn(4);
      try (Espalier deploy = fleet.deploy("third", third, "--to", "node=n1")) {
        await("the third is asked for")
            .until(
                () ->
                    fleet
                        .observer()
                        .all(DesiredState.class)
                        .anyMatch(desired -> desired.model().equals(Digest.of(third))));
        broker.kill();
        broker.restart();
        fleet.awaitOnline(fleet.nodes().get(1));
        proxy.reopen();
        assertThat(deploy.exitCode(ROLLOUT)).as("%s%s", deploy.out(), deploy.err()).isZero();
      }
      fleet.awaitServing(0, Digest.of(third));
      assertThat(Observer.retained(broker.uri()))
          .as("what the broker has again")
          .anyMatch(topic -> topic.contains(first.hex()))
          .anyMatch(topic -> topic.contains(Digest.of(third).hex()));
      Invariants.hold(fleet);
    }
  }
}
