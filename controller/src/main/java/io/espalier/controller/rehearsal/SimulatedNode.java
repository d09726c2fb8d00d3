package io.espalier.controller.rehearsal;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.AccuracyChange;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.telemetry.LatencySummary;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A node that comes and goes, fetches, tests and falls back, on an agenda instead of a machine. */
final class SimulatedNode {
  /** What the controller hears. */
  interface Controller {
    void reported(ReportedState report);

    void presence(NodeId node, boolean online);
  }

  static final Digest OLD = Digest.of(new byte[] {0});
  static final Digest NEW = Digest.of(new byte[] {1});
  static final double ALLOWED_P99_US = 20_000;
  static final long ALLOWED_RSS = 96L << 20;

  private static final double USUAL_P99_US = 10_000;
  private static final double USUAL_RSS = 68.0 * (1 << 20);
  private static final double MILLIS_BETWEEN_ABSENCES = 8 * 3_600_000;
  private static final double ABSENCE_MILLIS = 600_000;
  private static final double HANG_SHARE = 0.2;
  private static final double SURE_Z = 2.326;

  private final NodeId id;
  private final FleetPlan.Node plan;
  private final Candidate candidate;
  private final boolean judges;
  private final int samples;
  private final Agenda agenda;
  private final Random random;
  private final Controller controller;

  private boolean online;
  private long epoch = 1;
  private long seq;
  private long session;
  private @Nullable DesiredState desired;
  private int part;
  private Phase phase = Phase.ACTIVE;
  private DeploymentId deployment = new DeploymentId("before/1");
  private RunningModel running = new RunningModel(OLD, deployment, 1_000, 0);
  private @Nullable Evidence evidence;
  private @Nullable String error;

  SimulatedNode(
      NodeId id,
      FleetPlan.Node plan,
      Candidate candidate,
      boolean judges,
      int samples,
      Agenda agenda,
      long seed,
      Controller controller) {
    this.id = id;
    this.plan = plan;
    this.candidate = candidate;
    this.judges = judges;
    this.samples = samples;
    this.agenda = agenda;
    this.random = new Random(seed);
    this.controller = controller;
    this.online = plan.online();
    if (online) {
      agenda.in(FleetPlan.exponential(random, MILLIS_BETWEEN_ABSENCES), this::leave);
    } else if (plan.backAfterMillis() != Long.MAX_VALUE) {
      agenda.in(plan.backAfterMillis(), this::comeBack);
    }
  }

  NodeId id() {
    return id;
  }

  FleetPlan.Node plan() {
    return plan;
  }

  Digest runs() {
    return running.model();
  }

  /** What should run, kept by a broker until the node is there. */
  void desire(DesiredState state, int partOfProbe) {
    desired = state;
    part = partOfProbe;
    session++;
    if (online) {
      later(50 + random.nextInt(1_000), this::begin);
    }
  }

  private void leave() {
    if (!online) {
      return;
    }
    online = false;
    session++;
    controller.presence(id, false);
    agenda.in(FleetPlan.exponential(random, ABSENCE_MILLIS), this::comeBack);
  }

  private void comeBack() {
    online = true;
    epoch++;
    seq = 0;
    controller.presence(id, true);
    say();
    begin();
    agenda.in(FleetPlan.exponential(random, MILLIS_BETWEEN_ABSENCES), this::leave);
  }

  private void begin() {
    DesiredState wanted = desired;
    boolean given = wanted != null && wanted.deployment().equals(deployment) && phase.isFinal();
    if (wanted == null || given) {
      return;
    }
    deployment = wanted.deployment();
    evidence = null;
    error = null;
    if (plan.diskFull() && !wanted.model().equals(running.model())) {
      end(Phase.REFUSED, "no room");
      return;
    }
    phase = Phase.FETCHING;
    say();
    boolean has = wanted.model().equals(OLD);
    double seconds = has ? 0.5 : Math.exp(3 + 0.5 * random.nextGaussian()) * plan.lineFactor();
    later((long) (seconds * 1_000), () -> test(wanted));
  }

  private void test(DesiredState wanted) {
    phase = Phase.PROBATION;
    say();
    if (wanted.model().equals(OLD)) {
      later(500, () -> serve(wanted, 0));
      return;
    }
    boolean hangs = candidate.fault() == Fault.HUNGRY && random.nextDouble() < HANG_SHARE;
    later(2_000 + random.nextInt(15_000), hangs ? this::leave : () -> judge(wanted));
  }

  private void judge(DesiredState wanted) {
    if (candidate.breaks(plan.hardware())) {
      end(Phase.FALLEN_BACK, "could not be loaded");
      return;
    }
    boolean crashes =
        candidate.fault() == Fault.CRASHING && random.nextDouble() < 0.5 + candidate.severity() / 2;
    if (crashes) {
      epoch += 2;
      end(Phase.FALLEN_BACK, "the process crashed twice");
      return;
    }
    evidence = see();
    String complaint = judges ? complaint(wanted.acceptance(), evidence) : null;
    if (complaint != null) {
      end(Phase.FALLEN_BACK, complaint);
      return;
    }
    serve(wanted, plan.flaky() ? 1 : 0);
  }

  private void serve(DesiredState wanted, int crashes) {
    running =
        new RunningModel(
            wanted.model(), wanted.deployment(), wanted.acceptance().goodInferences(), crashes);
    end(Phase.ACTIVE, null);
  }

  private Evidence see() {
    AccuracyChange change = candidate.change(part, samples, plan.hardware());
    int correct = candidate.correct(change);
    double noise = Math.exp(0.1 * random.nextGaussian());
    double p99 = USUAL_P99_US * candidate.latencyFactor() * noise * (plan.badHardware() ? 5 : 1);
    long rss = (long) (USUAL_RSS * candidate.memoryFactor() * (1 + 0.02 * random.nextGaussian()));
    return new Evidence(
        NEW,
        samples,
        correct,
        null,
        new Evidence.Against(
            OLD,
            (int) (correct + change.lost() - change.gained()),
            (int) change.lost(),
            (int) change.gained(),
            null),
        new LatencySummary(p99 / 2, p99 / 1.5, p99, samples),
        rss);
  }

  private static @Nullable String complaint(Acceptance acceptance, Evidence seen) {
    if (acceptance.maxP99Us() != null && seen.latency().p99Us() > acceptance.maxP99Us()) {
      return "too slow";
    }
    if (acceptance.maxRssBytes() != null && seen.rssBytes() > acceptance.maxRssBytes()) {
      return "too much memory";
    }
    AccuracyChange change = seen.change();
    return acceptance.maxAccuracyDrop() != null
            && change != null
            && change.interval(SURE_Z).low() > acceptance.maxAccuracyDrop()
        ? "less often right"
        : null;
  }

  private void end(Phase how, @Nullable String why) {
    phase = how;
    error = why;
    say();
  }

  /** Unless the node leaves, or is asked for something else, before that. */
  private void later(long millis, Runnable what) {
    long mine = session;
    agenda.in(
        millis,
        () -> {
          if (online && session == mine) {
            what.run();
          }
        });
  }

  private void say() {
    controller.reported(
        new ReportedState(
            new Stamp(Stamp.SCHEMA, epoch, seq++, Instant.EPOCH, false),
            id,
            phase,
            deployment,
            running,
            null,
            null,
            evidence,
            error,
            null));
  }
}
