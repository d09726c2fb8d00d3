package io.espalier.controller.lead;

import io.espalier.controller.store.LeaderLock;
import io.espalier.controller.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this controller drives. Where it is the only one it does from its start to its end; among
 * several it does while it has the {@link LeaderLock}.
 */
public final class Leadership extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final long LOOK_MILLIS = 1_000;

  private final @Nullable LeaderLock lock;
  private final Supplier<String> self;
  private final List<Supplier<Future<?>>> duties = new ArrayList<>();
  private final List<Supplier<Future<?>>> follows = new ArrayList<>();
  private final List<Supplier<Future<?>>> ends = new ArrayList<>();
  private @Nullable WorkerExecutor thread;
  private volatile boolean driving;
  private boolean busy;
  private boolean following;
  private boolean stopped;

  /**
   * A leadership that is to be had.
   *
   * @param lock who has it drives; absent where this controller is the only one
   * @param self where others find this controller
   */
  public Leadership(@Nullable LeaderLock lock, Supplier<String> self) {
    this.lock = lock;
    this.self = self;
  }

  /**
   * Adds what is to be done when this controller begins to drive, one after the other in the order
   * of these calls, on the event loop; called before it is deployed.
   */
  public void onBegin(Supplier<Future<?>> duty) {
    duties.add(duty);
  }

  /** Adds what is to be done when it drives no longer, in the order of these calls. */
  public void onEnd(Supplier<Future<?>> end) {
    ends.add(end);
  }

  /** Adds what is to be done every second while another drives. */
  public void onFollow(Supplier<Future<?>> duty) {
    follows.add(duty);
  }

  /** Where whoever drives is found, or was last; empty if nobody is known to. */
  public Optional<String> driver() {
    return lock == null ? Optional.of(self.get()) : lock.holder();
  }

  /** Whether this controller may act, at this moment; may be asked from any thread. */
  public boolean isMine() {
    return driving && (lock == null || lock.isHeld());
  }

  @Override
  public Future<?> start() {
    if (lock == null) {
      return begin();
    }
    // Of its own: who waits for the store must not keep the lock from being held.
    thread = vertx.createSharedWorkerExecutor("leadership", 1);
    vertx.setPeriodic(LOOK_MILLIS, timer -> look(lock));
    return look(lock);
  }

  @Override
  public Future<?> stop() {
    WorkerExecutor worker = thread;
    stopped = true;
    if (lock == null || worker == null) {
      return all(ends); // What is left to be stored after that still is.
    }
    return end().eventually(() -> release(lock, worker)).eventually(worker::close);
  }

  private Future<?> look(LeaderLock of) {
    WorkerExecutor worker = thread;
    if (busy || worker == null) {
      return Future.succeededFuture();
    }
    busy = true;
    return worker
        .executeBlocking(() -> holds(of), false)
        .onSuccess(held -> decided(of, worker, held))
        .onComplete(done -> busy = false)
        .otherwiseEmpty();
  }

  /** What is to be done at the beginning may take longer than the lock can wait to be held. */
  private void decided(LeaderLock of, WorkerExecutor worker, boolean held) {
    if (stopped) {
      return; // It was asked for before, and is given back.
    }
    if (held && !driving) {
      begin()
          .onFailure(
              failure -> {
                LOG.error("cannot drive: {}", failure.toString());
                end().eventually(() -> release(of, worker));
              });
    } else if (!held) {
      end();
      if (!following) {
        following = true;
        all(follows)
            .onComplete(
                done -> {
                  following = false;
                  if (done.failed()) {
                    LOG.warn("cannot follow: {}", done.cause().toString());
                  }
                });
      }
    }
  }

  private static Future<?> release(LeaderLock of, WorkerExecutor worker) {
    return worker.executeBlocking(
        () -> {
          of.close();
          return null;
        },
        false);
  }

  private boolean holds(LeaderLock of) {
    try {
      return of.hold(self.get());
    } catch (StoreException e) {
      LOG.warn("{}", e.getMessage());
      return false;
    }
  }

  private Future<?> begin() {
    driving = true;
    if (lock != null) {
      LOG.info("this controller drives");
    }
    return all(duties);
  }

  private static Future<?> all(List<Supplier<Future<?>>> duties) {
    Future<?> done = Future.succeededFuture();
    for (Supplier<Future<?>> duty : duties) {
      done = done.compose(before -> duty.get());
    }
    return done;
  }

  private Future<?> end() {
    if (!driving) {
      return Future.succeededFuture();
    }
    driving = false;
    LOG.warn("this controller drives no longer");
    return all(ends);
  }
}
