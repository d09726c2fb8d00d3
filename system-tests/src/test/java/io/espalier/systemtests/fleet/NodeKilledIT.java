package io.espalier.systemtests.fleet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node loses its power at each step of a delivery. */
class NodeKilledIT {
  private static final Duration ROLLOUT = Duration.ofMinutes(2);
  private static final int KIB = 2_400;

  /** Chunks that a node asks for at a time, and after which it notes what it has. */
  private static final int WINDOW = 8;

  @Test
  void nodeKilledAtEachStepOfADelivery_comesBackWithItsModel_andFinishes(@TempDir Path directory)
      throws Exception {
    try (Fleet fleet = Fleet.start(directory)) {
      ChunkFaults chunks = ChunkFaults.none();
      try (TcpProxy proxy = new TcpProxy(fleet.broker().port(), chunks)) {
        FleetNode node = fleet.add("n1", proxy.uri());
        fleet.add("n2");
        fleet.awaitOnline();
        Digest first = fleet.deployed(0, "first", Models.wrongOn(5));
        fleet.awaitServing(first);

        chunks.loseAfter(2 * WINDOW + WINDOW / 2);
        killedAt(
            fleet,
            node,
            "fetching",
            r -> r.phase() == Phase.FETCHING && chunks.isLosing(),
            chunks::loseNone);
        assertThat(refetched(chunks))
            .as("chunks that came twice")
            .isBetween(WINDOW / 2, 2 * WINDOW);
        killedAt(fleet, node, "staged", r -> r.phase() == Phase.PROBATION);
        killedAt(fleet, node, "probation", r -> r.phase() == Phase.PROBATION && serves(r, r));
        killedAt(fleet, node, "active", r -> r.phase() == Phase.ACTIVE);
        Invariants.hold(fleet);
      }
    }
  }

  /** Two ends before a model has shown that it works are one too many. */
  private static void killedAt(
      Fleet fleet, FleetNode node, String step, Predicate<ReportedState> reached) throws Exception {
    killedAt(fleet, node, step, reached, () -> {});
  }

  private static void killedAt(
      Fleet fleet, FleetNode node, String step, Predicate<ReportedState> reached, Runnable dead)
      throws Exception {
    byte[] model = Models.padded(5, KIB, step.hashCode());
    // A loss of power cannot be told from a crash, so the crashes of this one are allowed.
    try (Espalier deploy = fleet.deploy(step, model, "--canary", "100%", "--max-crashes", "100%")) {
      fleet.awaitReported(node, step, r -> isOf(r, step) && reached.test(r));
      node.kill();
      dead.run();
      node.start();
      assertThat(deploy.exitCode(ROLLOUT)).as("%s%s", deploy.out(), deploy.err()).isZero();
    }
    fleet.awaitServing(Digest.of(model));
  }

  private static int refetched(ChunkFaults chunks) {
    Map<String, Integer> times = new HashMap<>();
    chunks.seen().forEach(topic -> times.merge(topic, 1, Integer::sum));
    return times.values().stream().mapToInt(count -> count - 1).sum();
  }

  private static boolean isOf(ReportedState state, String rollout) {
    return state.deployment() != null && state.deployment().value().startsWith(rollout + "/");
  }

  private static boolean serves(ReportedState state, ReportedState deployment) {
    RunningModel running = state.running();
    return running != null && running.deployment().equals(requireNonNull(deployment.deployment()));
  }
}
