package io.espalier.controller.rollout;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.artifact.ArtifactRefusedException;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.fleet.Fleet;
import io.espalier.controller.fleet.KnownNode;
import io.espalier.controller.fleet.Selector;
import io.espalier.controller.rollout.RolloutRefusal.Kind;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.protocol.MalformedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of a spec what a rollout begins with: its nodes, what runs on them, their samples. */
final class RolloutPlanner {
  private static final int WANTED_SAMPLES = 10_000;
  private static final int LEAST_SAMPLES_PER_NODE = 500;

  /** 8 MiB, which a small board has room for. */
  private static final int MOST_FLOATS_PER_NODE = 2 << 20;

  private final Fleet fleet;
  private final DesiredStates desired;
  private final ArtifactLibrary library;
  private final RolloutArchive archive;

  RolloutPlanner(
      Fleet fleet, DesiredStates desired, ArtifactLibrary library, RolloutArchive archive) {
    this.fleet = fleet;
    this.desired = desired;
    this.library = library;
    this.archive = archive;
  }

  /** Blocks. */
  RolloutState plan(RolloutId id, RolloutSpec spec)
      throws RolloutRefusal, IOException, MalformedMessageException {
    if (archive.find(id).isPresent()) {
      throw new RolloutRefusal(Kind.CONFLICT, "rollout " + id + ": there is one of that name");
    }
    requireKept(spec.model(), ArtifactKind.MODEL);
    if (spec.head() != null) {
      requireKept(spec.head(), ArtifactKind.HEAD);
    }
    List<Member> members = members(spec);
    if (members.isEmpty()) {
      throw new RolloutRefusal(
          Kind.NOT_FOUND, "selector '" + spec.selector() + "': expected nodes, found none");
    }
    if (spec.probe() == null) {
      return RolloutState.of(id, spec, members, List.of());
    }
    requireKept(spec.probe(), ArtifactKind.PROBE);
    ProbeSet probe = ProbeSet.decode(library.content(spec.probe()));
    if (spec.gates().needLabels() && !probe.isLabelled()) {
      throw new RolloutRefusal(
          Kind.IMPOSSIBLE, "probe: expected labels, for gates on accuracy need them, found none");
    }
    int canaries = RolloutState.canaries(spec, members);
    int parts = Math.max(1, probe.rows() / samplesPerNode(spec, probe, canaries));
    List<Digest> digests = split(probe, parts, members.size());
    int seen = probe.rows() / parts * Math.min(canaries, parts);
    return RolloutState.of(
        id, spec.withMinSamples(Math.min(spec.minSamples(), seen)), members, digests);
  }

  private static int samplesPerNode(RolloutSpec spec, ProbeSet probe, int canaries) {
    if (spec.samplesPerNode() != null) {
      return Math.min(probe.rows(), spec.samplesPerNode());
    }
    int share = (WANTED_SAMPLES + canaries - 1) / canaries;
    int fit = Math.max(1, MOST_FLOATS_PER_NODE / probe.width());
    return Math.min(probe.rows(), Math.min(fit, Math.max(LEAST_SAMPLES_PER_NODE, share)));
  }

  private List<Digest> split(ProbeSet probe, int parts, int nodes)
      throws IOException, RolloutRefusal {
    List<Digest> digests = new ArrayList<>();
    for (int part = 0; part < Math.min(parts, nodes); part++) {
      String name = "part %d of %d".formatted(part + 1, parts);
      try {
        digests.add(
            library.add(ArtifactKind.PROBE, name, probe.part(part, parts).encode()).digest());
      } catch (ArtifactRefusedException e) {
        throw new RolloutRefusal(Kind.IMPOSSIBLE, String.valueOf(e.getMessage()));
      }
    }
    return digests;
  }

  private List<Member> members(RolloutSpec spec) throws RolloutRefusal, MalformedMessageException {
    Selector selector;
    try {
      selector = Selector.parse(spec.selector());
    } catch (IllegalArgumentException e) {
      throw new RolloutRefusal(Kind.IMPOSSIBLE, String.valueOf(e.getMessage()));
    }
    List<Member> members = new ArrayList<>();
    for (KnownNode node : fleet.registry().all()) {
      if (selector.matches(node)) {
        members.add(
            new Member(node.id(), node.hardware(), node.labels(), node.online(), before(node)));
      }
    }
    return members;
  }

  private @Nullable Before before(KnownNode node) throws MalformedMessageException {
    RunningModel running = node.reported() == null ? null : node.reported().running();
    // What is not in the library could not be given back.
    if (running == null || library.manifest(running.model()).isEmpty()) {
      return null;
    }
    Optional<DesiredState> wanted = desired.of(node.id());
    if (wanted.isPresent() && wanted.get().model().equals(running.model())) {
      return Before.of(wanted.get());
    }
    return archive
        .broughtBy(running.deployment(), node.id())
        .filter(brought -> brought.model().equals(running.model()))
        .orElseGet(() -> new Before(running.model(), null, null, 1));
  }

  private void requireKept(Digest digest, ArtifactKind kind) throws RolloutRefusal {
    Optional<ArtifactManifest> manifest = library.manifest(digest);
    if (manifest.isEmpty() || manifest.get().kind() != kind) {
      throw new RolloutRefusal(
          Kind.NOT_FOUND,
          "%s %s: expected an artifact of that kind, found none"
              .formatted(kind.name().toLowerCase(java.util.Locale.ROOT), digest.abbreviated()));
    }
  }
}
