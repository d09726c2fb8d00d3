package io.espalier.simulator.node;

import io.espalier.node.artifact.ChunkWindow;
import io.espalier.node.deployment.DeploymentEvent;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.simulator.mqtt.MqttSession;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what one deployment needs as the agent does: manifest, then chunks through a window, each
 * checked. Belongs to the event loop of its session.
 */
final class SimulatedFetch {
  private static final int WINDOW = 8;
  private static final int TRIES = 5;
  private static final long PATIENCE_SECONDS = 30;

  private final DesiredState slot;
  private final MqttSession session;
  private final Topics topics;
  private final Verified verified;
  private final Consumer<DeploymentEvent> done;
  private final Iterator<Map.Entry<Digest, ArtifactKind>> needed;
  private @Nullable Digest artifact;
  private @Nullable ArtifactKind kind;
  private @Nullable ArtifactManifest manifest;
  private @Nullable ChunkWindow window;
  private @Nullable ScheduledFuture<?> patience;
  private boolean over;

  /**
   * A fetch that does nothing yet.
   *
   * @param done takes what came of it, once; never after {@link #cancel}
   */
  SimulatedFetch(
      DesiredState slot,
      MqttSession session,
      Topics topics,
      Verified verified,
      Consumer<DeploymentEvent> done) {
    this.slot = slot;
    this.session = session;
    this.topics = topics;
    this.verified = verified;
    this.done = done;
    this.needed = slot.artifacts().entrySet().iterator();
  }

  void start() {
    next();
  }

  void cancel() {
    if (!over) {
      close();
    }
  }

  /** Time without a connection does not count. */
  void connected() {
    waitAgain();
  }

  /** Takes a message if it belongs here. */
  boolean takes(String topic, byte[] payload) {
    Digest wanted = artifact;
    if (over || wanted == null) {
      return false;
    }
    if (topic.equals(topics.manifest(wanted))) {
      if (payload.length > 0 && manifest == null) {
        offered(wanted, payload);
      }
      return true;
    }
    ArtifactManifest known = manifest;
    ChunkWindow missing = window;
    if (known == null || missing == null) {
      return false;
    }
    for (int n : missing.open()) {
      if (topic.equals(topics.chunk(wanted, n))) {
        arrived(known, missing, n, payload);
        return true;
      }
    }
    return false;
  }

  private void next() {
    if (!needed.hasNext()) {
      close();
      done.accept(new DeploymentEvent.Fetched(slot.deployment()));
      return;
    }
    Map.Entry<Digest, ArtifactKind> entry = needed.next();
    artifact = entry.getKey();
    kind = entry.getValue();
    manifest = null;
    window = null;
    waitAgain();
    session.subscribe(List.of(topics.manifest(entry.getKey())));
  }

  private void offered(Digest wanted, byte[] payload) {
    session.unsubscribe(List.of(topics.manifest(wanted)));
    ArtifactManifest offered;
    try {
      offered = MessageCodec.decode(payload, ArtifactManifest.class);
    } catch (MalformedMessageException e) {
      unobtainable(wanted, String.valueOf(e.getMessage()));
      return;
    }
    if (!offered.digest().equals(wanted)) {
      unobtainable(wanted, "its manifest names another");
    } else if (offered.kind() != kind) {
      close();
      done.accept(
          new DeploymentEvent.Refused(
              slot.deployment(), "kind: expected " + kind + ", found " + offered.kind()));
    } else {
      manifest = offered;
      ChunkWindow missing = new ChunkWindow(offered.plan().count(), WINDOW, TRIES, new BitSet());
      window = missing;
      waitAgain();
      missing.start().forEach(n -> session.subscribe(List.of(topics.chunk(wanted, n))));
    }
  }

  private void arrived(ArtifactManifest known, ChunkWindow missing, int n, byte[] payload) {
    if (payload.length == 0) {
      return;
    }
    Digest wanted = known.digest();
    ChunkPlan plan = known.plan();
    boolean right = plan.matches(n, payload);
    if (right) {
      verified.keep(plan.chunks().get(n), payload);
      waitAgain();
    }
    ChunkWindow.Step step = missing.arrived(n, right);
    step.close().forEach(chunk -> session.unsubscribe(List.of(topics.chunk(wanted, chunk))));
    step.open().forEach(chunk -> session.subscribe(List.of(topics.chunk(wanted, chunk))));
    if (step.verdict() == ChunkWindow.Verdict.GIVEN_UP) {
      unobtainable(wanted, "chunk " + n + " was wrong " + TRIES + " times");
    } else if (missing.isComplete()) {
      if (verified.addsUp(known)) {
        next();
      } else {
        unobtainable(wanted, "its chunks do not add up to it");
      }
    }
  }

  private void unobtainable(Digest wanted, String why) {
    close();
    done.accept(new DeploymentEvent.Unobtainable(slot.deployment(), wanted, why));
  }

  private void waitAgain() {
    stopWaiting();
    patience = session.loop().schedule(this::ranOut, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void ranOut() {
    if (over || artifact == null) {
      return;
    }
    if (session.isConnected()) {
      unobtainable(artifact, "nothing in " + PATIENCE_SECONDS + " s");
    } else {
      waitAgain();
    }
  }

  private void close() {
    over = true;
    stopWaiting();
    if (artifact != null) {
      Digest wanted = artifact;
      if (window != null) {
        window.open().forEach(n -> session.unsubscribe(List.of(topics.chunk(wanted, n))));
      } else if (manifest == null) {
        session.unsubscribe(List.of(topics.manifest(wanted)));
      }
    }
  }

  private void stopWaiting() {
    if (patience != null) {
      patience.cancel(false);
      patience = null;
    }
  }
}
