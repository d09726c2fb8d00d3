package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Phase;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad links: cut, slow, parted from the rest, and with chunks that are not what was sent. */
class NetworkFaultsIT {
  private static final Duration ROLLOUT = Duration.ofMinutes(2);
  private static final int PARTLY_DONE = 7;
  private static final int CUTS = 3;

  @Test
  void nodesBehindBadLinks_getEveryModelWhole_andTheNewestWhenTheyAreBack(@TempDir Path directory)
      throws Exception {
    try (Fleet fleet = Fleet.start(directory)) {
      ChunkFaults faults = ChunkFaults.all();
      try (TcpProxy meddling = new TcpProxy(fleet.broker().port(), faults);
          TcpProxy bad = new TcpProxy(fleet.broker().port())) {
        fleet.add("n1", meddling.uri());
        FleetNode away = fleet.add("n2", bad.uri());
        fleet.add("n3");
        fleet.awaitOnline();
        Digest first = fleet.deployed(0, "first", Models.wrongOn(5), "--canary", "1");
        fleet.awaitServing(first);

        bad.delay(Duration.ofMillis(40));
        bad.throttle(1_000_000);
        byte[] second = Models.padded(5, 1_600, 1);
        try (Espalier deploy = fleet.deploy("second", second, "--canary", "100%")) {
          fleet.awaitReported(away, "fetching", r -> r.phase() == Phase.FETCHING);
          for (int i = 0; i < CUTS; i++) {
            bad.cutAfterUpstreamBytes(600);
            await("cut").atMost(Fleet.CONVERGENCE).until(bad::hasCut);
          }
          assertThat(deploy.exitCode(ROLLOUT)).as("%s%s", deploy.out(), deploy.err()).isZero();
        }
        fleet.awaitServing(Digest.of(second));
        assertThat(faults.duplicated()).isPositive();
        assertThat(faults.reordered()).isPositive();
        assertThat(faults.corrupted()).isPositive();

        bad.shut();
        fleet.awaitOffline(away);
        byte[] third = Models.padded(4, 300, 2);
        byte[] fourth = Models.padded(3, 300, 3);
        fleet.deployed(PARTLY_DONE, "third", third, "--canary", "1", "--deadline", "5s");
        Digest newest =
            fleet.deployed(PARTLY_DONE, "fourth", fourth, "--canary", "1", "--deadline", "5s");
        assertThat(fleet.rollout("fourth").at("/counts/carried").asInt()).isEqualTo(1);
        bad.reopen();
        fleet.awaitServing(newest);
        assertThat(fleet.reported(away))
            .as("what the node ran that was away")
            .noneMatch(r -> r.running() != null && r.running().model().equals(Digest.of(third)));
        Invariants.hold(fleet);
      }
    }
  }
}
