package io.espalier.controller.rollout;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.fleet.Fleet;
import io.espalier.controller.fleet.KnownNode;
import io.espalier.controller.rollout.RolloutRefusal.Kind;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.fleet.NodeId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what machines of rollouts say: their state and the reasons for it are stored first, then
 * nodes are asked. Started again after it was killed, it says again what nodes should run, which is
 * harmless. Its methods may be called from any thread.
 */
public final class RolloutDriver extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutDriver.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long TICK_MILLIS = 250;
  private static final long PATIENCE_MILLIS = 1_000;

  private final Fleet fleet;
  private final DesiredStates desired;
  private final RolloutArchive archive;
  private final RolloutPlanner planner;
  private final WorkerExecutor storeThreads;
  private final Map<RolloutId, LiveRollout> live = new LinkedHashMap<>();
  private final List<Consumer<RolloutId>> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<Stage, Long> stages = Map.of();
  private Future<?> last = Future.succeededFuture();

  /** Rollouts in that fleet, kept in {@code archive} by {@code storeThreads}. */
  public RolloutDriver(
      Fleet fleet,
      DesiredStates desired,
      ArtifactLibrary library,
      RolloutArchive archive,
      WorkerExecutor storeThreads) {
    this.fleet = fleet;
    this.desired = desired;
    this.archive = archive;
    this.planner = new RolloutPlanner(fleet, desired, library, archive);
    this.storeThreads = storeThreads;
  }

  @Override
  public Future<?> start() {
    fleet.onChange(node -> here(() -> live.values().forEach(rollout -> tell(rollout, node))));
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    return Future.succeededFuture();
  }

  /** Goes on with all that is not over; for when this controller begins to drive. */
  public Future<?> begin() {
    return storeThreads
        .executeBlocking(archive::all, false)
        .onSuccess(
            entries -> {
              live.clear();
              for (RolloutArchive.Entry entry : entries) {
                if (!entry.state().stage().isFinal()) {
                  LiveRollout rollout = goOn(entry.state());
                  // Whatever was decided last may not have been done.
                  rollout.add(rollout.machine().again());
                }
              }
            });
  }

  /** Leaves all of it to whoever drives next. */
  public Future<?> end() {
    here(live::clear);
    return Future.succeededFuture();
  }

  /** Adds a listener that is told of each rollout whose newest state was kept; must not block. */
  public void onChange(Consumer<RolloutId> listener) {
    listeners.add(listener);
  }

  /**
   * Begins a rollout.
   *
   * @param who asked for it
   * @return its state; failed with {@link RolloutRefusal} if it cannot be
   */
  public Future<RolloutState> create(RolloutSpec spec, String who) {
    RolloutId id = spec.name() != null ? spec.name() : madeUp();
    return inTurn(
        () ->
            storeThreads
                .executeBlocking(() -> planner.plan(id, spec), false)
                .compose(planned -> begin(planned, who)));
  }

  /**
   * Tells a rollout what to do.
   *
   * @param who wants it
   * @param wanted looks at its state just before: false to leave it as it is; what it throws is why
   *     it is not told
   * @return its state after that; failed with {@link RolloutRefusal} if that cannot be
   */
  public Future<RolloutState> command(
      RolloutId id, Command command, String who, Predicate<RolloutState> wanted) {
    return inTurn(
        () ->
            find(id)
                .compose(
                    rollout ->
                        wanted.test(rollout.machine().state())
                            ? tell(id, rollout, command, who)
                            : Future.succeededFuture(rollout.machine().state())));
  }

  /** How many rollouts are where, of those that were not over at the start; from any thread. */
  public Map<Stage, Long> stages() {
    return stages;
  }

  private Future<RolloutState> begin(RolloutState planned, String who) {
    for (NodeState node : planned.nodes()) {
      Optional<RolloutId> other = takenBy(node.node());
      if (other.isPresent()) {
        return refuse(
            Kind.CONFLICT,
            "node %s: rollout %s is not done with it".formatted(node.node(), other.get()));
      }
    }
    LiveRollout rollout = new LiveRollout(planned, monotonic());
    rollout.add(rollout.machine().begun(who));
    tellWhatIsKnown(rollout);
    // With its first wave: whoever is told of a rollout and looks at once finds it as it was told.
    rollout.add(rollout.machine().tick(rollout.time(monotonic())));
    List<Action> first = rollout.take(monotonic());
    RolloutState state = rollout.machine().state();
    return keep(state, first)
        .map(
            kept -> {
              rollout.kept(first);
              live.put(state.id(), rollout);
              LOG.info("rollout={} begun by {}", state.id(), who);
              tellWhatIsKnown(rollout);
              step(rollout);
              return state;
            });
  }

  private Future<RolloutState> tell(
      RolloutId id, LiveRollout rollout, Command command, String who) {
    if (!rollout.isIdle()) {
      return rollout.whenIdle().compose(idle -> tell(id, rollout, command, who));
    }
    RolloutMachine machine = rollout.machine();
    if (!command.isAllowedIn(machine.stage())) {
      return refuse(
          Kind.CONFLICT,
          "rollout %s: %s is not possible while it is %s"
              .formatted(id, command.text(), machine.stage().text()));
    }
    if (command == Command.ROLLBACK && machine.stage().isFinal()) {
      for (NodeState node : machine.state().nodes()) {
        Optional<DeploymentId> newer =
            desired.of(node.node()).map(state -> state.deployment()).filter(d -> !isOf(id, d));
        if (node.isExposed() && newer.isPresent()) {
          return refuse(
              Kind.CONFLICT,
              "node %s: it has been given deployment %s since".formatted(node.node(), newer.get()));
        }
      }
    }
    rollout.add(machine.command(command, who, rollout.time(monotonic())));
    LOG.info("rollout={} {} by {}", id, command.text(), who);
    live.put(id, rollout);
    // What is answered must also be true after the next crash.
    return carryOut(rollout);
  }

  private Future<LiveRollout> find(RolloutId id) {
    LiveRollout known = live.get(id);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return storeThreads
        .executeBlocking(() -> archive.find(id))
        .compose(
            entry ->
                entry.isPresent()
                    ? Future.succeededFuture(new LiveRollout(entry.get().state(), monotonic()))
                    : refuse(Kind.NOT_FOUND, "rollout " + id + ": expected one, found none"));
  }

  private LiveRollout goOn(RolloutState state) {
    LiveRollout rollout = new LiveRollout(state, monotonic());
    live.put(state.id(), rollout);
    tellWhatIsKnown(rollout);
    LOG.info("rollout={} goes on: {}", state.id(), state.stage().text());
    return rollout;
  }

  private void tellWhatIsKnown(LiveRollout rollout) {
    for (KnownNode node : fleet.registry().all()) {
      tell(rollout, node);
    }
  }

  private void tell(LiveRollout rollout, KnownNode node) {
    if (!rollout.machine().takes(node.id())) {
      return;
    }
    rollout.machine().presence(node.id(), node.online(), rollout.time(monotonic()));
    if (node.reported() != null) {
      rollout.add(rollout.machine().reported(node.reported()));
    }
  }

  private void tick() {
    live.values().forEach(this::step);
    stages =
        live.values().stream()
            .collect(Collectors.groupingBy(all -> all.machine().stage(), Collectors.counting()));
  }

  private void step(LiveRollout rollout) {
    rollout.add(rollout.machine().tick(rollout.time(monotonic())));
    if (rollout.isDue(monotonic(), PATIENCE_MILLIS)) {
      carryOut(rollout)
          .onFailure(
              failure ->
                  LOG.warn(
                      "rollout={} not carried out, tried again: {}",
                      rollout.machine().state().id(),
                      failure.toString()));
    }
  }

  /** Keeps all that is new, then does it; what fails is tried again with the next step. */
  private Future<RolloutState> carryOut(LiveRollout rollout) {
    List<Action> actions = rollout.take(monotonic());
    RolloutState state = rollout.machine().state();
    Future<RolloutState> work =
        keep(state, actions)
            .onFailure(failure -> rollout.notKept(actions))
            .compose(
                kept -> {
                  rollout.kept(actions);
                  return rollout.toAsk().isEmpty()
                      ? Future.succeededFuture()
                      : onThisContext(desired.set(rollout.toAsk()));
                })
            .compose(
                asked ->
                    rollout.toClear().isEmpty()
                        ? Future.succeededFuture()
                        : onThisContext(desired.clear(rollout.toClear())))
            .map(
                done -> {
                  rollout.done();
                  return state;
                });
    rollout.runs(work);
    return work;
  }

  /** Others complete their futures on contexts of their own. */
  private Future<Void> onThisContext(Future<Void> elsewhere) {
    return Future.fromCompletionStage(elsewhere.toCompletionStage(), context);
  }

  private Future<Void> keep(RolloutState state, List<Action> actions) {
    List<AuditEntry> notes = new ArrayList<>();
    for (Action action : actions) {
      if (action instanceof Action.Note note) {
        notes.add(note.entry());
        LOG.info(
            "rollout={} {}: {} ({})",
            state.id(),
            note.entry().what(),
            note.entry().why(),
            note.entry().who());
      }
    }
    return storeThreads
        .<Void>executeBlocking(
            () -> {
              archive.save(state, notes);
              return null;
            },
            false)
        .onSuccess(kept -> listeners.forEach(listener -> listener.accept(state.id())));
  }

  private Optional<RolloutId> takenBy(NodeId node) {
    return live.entrySet().stream()
        .filter(entry -> !entry.getValue().machine().stage().isFinal())
        .filter(entry -> entry.getValue().machine().takes(node))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static RolloutId madeUp() {
    return new RolloutId("rollout-" + HexFormat.of().toHexDigits(RANDOM.nextInt()));
  }

  private static boolean isOf(RolloutId id, DeploymentId deployment) {
    return deployment.equals(id.forward()) || deployment.equals(id.back());
  }

  private static <T> Future<T> refuse(Kind kind, String why) {
    return Future.failedFuture(new RolloutRefusal(kind, why));
  }

  /** One after the other, so that no two take the same node. */
  private Future<RolloutState> inTurn(Supplier<Future<RolloutState>> change) {
    Promise<RolloutState> done = Promise.promise();
    here(() -> last = last.transform(before -> change.get()).onComplete(done));
    return done.future();
  }

  private static long monotonic() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void here(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }
}
