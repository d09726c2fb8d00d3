package io.espalier.simulator;

import io.espalier.node.deployment.DeploymentView;
import io.espalier.node.telemetry.Stamps;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.Backoff;
import io.espalier.simulator.mqtt.ConnectMeter;
import io.espalier.simulator.mqtt.MqttLoops;
import io.espalier.simulator.node.Nature;
import io.espalier.simulator.node.Progress;
import io.espalier.simulator.node.SimulatedNode;
import io.espalier.simulator.node.Verified;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many nodes that do not exist, on a few threads. Its methods may be called from any thread. */
public final class SimulatedFleet implements AutoCloseable {
  private static final int THREADS = 2;

  private final FleetPlan plan;
  private final MqttLoops loops;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<SimulatedNode> reachable = new ArrayList<>();
  private final Map<NodeId, Long> took = new ConcurrentHashMap<>();
  private final Map<NodeId, DeploymentView> views = new ConcurrentHashMap<>();

  /** A fleet that is switched off. */
  public SimulatedFleet(FleetPlan plan) {
    this.plan = plan;
    this.loops = new MqttLoops(plan.broker(), THREADS);
    InstantSource clock = InstantSource.system();
    long epoch = clock.instant().getEpochSecond();
    Verified verified = new Verified();
    Backoff backoff = Backoff.within(plan.reconnectWithin());
    List<Nature> natures = plan.faults().natures(plan.nodes(), plan.seed());
    List<Boolean> offline = plan.faults().offline(plan.nodes(), plan.seed());
    for (int i = 0; i < plan.nodes(); i++) {
      SimulatedNode node =
          new SimulatedNode(
              new NodeId("sim-%05d".formatted(i + 1)),
              natures.get(i),
              plan.topics(),
              new Stamps(epoch, clock, () -> true),
              backoff,
              loops,
              verified,
              new Listener(),
              new Random(plan.seed() * 1_000_003 + i));
      nodes.add(node);
      if (!offline.get(i)) {
        reachable.add(node);
      }
    }
  }

  /** Switches nodes on, one after the other at the rate of the plan; returns when that is done. */
  public void start() throws InterruptedException {
    long interval = TimeUnit.SECONDS.toNanos(1) / plan.connectsPerSecond();
    long due = System.nanoTime();
    for (SimulatedNode node : nodes) {
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      node.start();
      due += interval;
    }
  }

  /** Has those leave that are to be offline. */
  public void leaveOffline() {
    Set<SimulatedNode> stay = new HashSet<>(reachable);
    nodes.stream().filter(node -> !stay.contains(node)).forEach(SimulatedNode::leave);
  }

  /** Has all that stay make telemetry from now on. */
  public void sample() {
    reachable.forEach(node -> node.sample(plan.telemetryInterval()));
  }

  /** Has nobody make telemetry any more. */
  public void stopSampling() {
    reachable.forEach(SimulatedNode::stopSampling);
  }

  /** How many nodes are to be there. */
  public int reachable() {
    return reachable.size();
  }

  /** How many nodes are there at this moment. */
  public int connected() {
    return (int) nodes.stream().filter(SimulatedNode::isConnected).count();
  }

  /** How many have that model whole, every chunk verified. */
  public int took() {
    return took.size();
  }

  /** How many serve a model that has shown that it works. */
  public int converged(Digest model) {
    return (int) views.values().stream().filter(view -> isActive(view, model)).count();
  }

  /** Samples that were made. */
  public long recordsSent() {
    return reachable.stream().mapToLong(SimulatedNode::made).sum();
  }

  /** Samples that their nodes do not know to be stored. */
  public long outstanding() {
    return reachable.stream().mapToLong(SimulatedNode::outstanding).sum();
  }

  /** Counts connections. */
  public ConnectMeter connects() {
    return loops.connects();
  }

  @Override
  public void close() {
    loops.close();
  }

  private static boolean isActive(DeploymentView view, Digest model) {
    DesiredState running = view.running();
    return view.phase() == Phase.ACTIVE && running != null && running.model().equals(model);
  }

  private final class Listener implements Progress {
    @Override
    public void took(NodeId node) {
      took.put(node, System.nanoTime());
    }

    @Override
    public void is(NodeId node, DeploymentView view) {
      views.put(node, view);
    }
  }
}
