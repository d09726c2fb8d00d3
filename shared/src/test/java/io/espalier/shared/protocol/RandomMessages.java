package io.espalier.shared.protocol;

import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.Probe;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.CardState;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.DroppedSamples;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.TelemetryAck;
import io.espalier.shared.telemetry.Throttling;
import io.espalier.shared.trial.ClassCount;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import io.espalier.shared.wire.WireCoding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One random message of every type that goes over the wire as JSON. */
final class RandomMessages {
  private static final String LETTERS = "aZ09 ._-/\"\\\n\t\u0000é漢\uD83C\uDF33";

  private final List<Judgement> judgements = List.of(Judgement.values());
  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  List<Object> oneOfEach() {
    return List.of(
        new Presence(stamp(), node(), Presence.State.ONLINE, descriptor()),
        new Presence(stamp(), node(), Presence.State.OFFLINE, null),
        new TrialRequest(
            TrialRequest.SCHEMA,
            trial(),
            1 + random.nextInt(5),
            digest(),
            digest(),
            digest(),
            digest(),
            run()),
        new TrialResult.Completed(
            stamp(), trial(), 1 + random.nextInt(5), node(), digest(), measurement()),
        new TrialResult.Failed(
            stamp(), trial(), 1, node(), text(), random.nextBoolean() ? digest() : null),
        new SystemSample(
            stamp(),
            node(),
            random.nextDouble() * 400,
            size(),
            random.nextDouble() * 100,
            size(),
            size(),
            random.nextBoolean() ? random.nextDouble() * 90 : null,
            random.nextBoolean() ? size() : null,
            random.nextBoolean() ? size() : null,
            random.nextBoolean() ? board() : null),
        new InferenceSample(stamp(), node(), digest(), latency()),
        AccuracySample.of(stamp(), node(), digest(), random.nextInt(10_000), 10_000),
        new DriftSample(
            stamp(),
            node(),
            digest(),
            DriftSample.Statistic.CONFIDENCE,
            1 + random.nextInt(1_000),
            random.nextDouble(),
            random.nextDouble()),
        new DroppedSamples(stamp(), node(), size(), 3, 3 + random.nextInt(100)),
        new TelemetryAck(
            TelemetryAck.SCHEMA, node(), List.of(new TelemetryAck.Mark(size(), size()))),
        desired(),
        reported(),
        new EnrolmentRequest(EnrolmentRequest.SCHEMA, node(), text(), text()),
        new EnrolmentGrant(EnrolmentGrant.SCHEMA, node(), text(), text(), null, text(), null),
        manifest(),
        TrialRequest.of(
            trial(),
            1,
            digest(),
            random.nextBoolean() ? digest() : null,
            digest(),
            random.nextBoolean() ? digest() : null,
            judgements.get(random.nextInt(judgements.size())),
            run()));
  }

  private DesiredState desired() {
    return new DesiredState(
        DesiredState.SCHEMA,
        new DeploymentId("d-" + random.nextInt(100)),
        digest(),
        random.nextBoolean() ? digest() : null,
        random.nextBoolean() ? new Probe(digest(), random.nextInt(1_000)) : null,
        1 + random.nextInt(64),
        new Acceptance(1 + random.nextInt(100), random.nextDouble(), null, 20_000.0, 1L << 27));
  }

  private ReportedState reported() {
    return new ReportedState(
        stamp(),
        node(),
        Phase.PROBATION,
        new DeploymentId("d-" + random.nextInt(100)),
        new RunningModel(digest(), new DeploymentId("d-1"), size(), random.nextInt(3)),
        digest(),
        random.nextDouble(),
        new Evidence(
            digest(),
            500,
            random.nextInt(501),
            random.nextDouble(),
            new Evidence.Against(digest(), random.nextInt(501), 3, 4, null),
            latency(),
            size()),
        text(),
        null);
  }

  private ArtifactManifest manifest() {
    byte[] content = new byte[1 + random.nextInt(200_000)];
    random.nextBytes(content);
    ArtifactKind[] kinds = ArtifactKind.values();
    return ArtifactManifest.of(
        content,
        new WireCoding.Coded(WireCoding.PLAIN, content),
        kinds[random.nextInt(kinds.length)],
        text(),
        new Provenance(text(), text(), new TreeMap<>(Map.of(text(), text(), "seed", "1"))));
  }

  private Measurement measurement() {
    int total = 1 + random.nextInt(10_000);
    int operators = random.nextInt(20);
    return new Measurement(
        random.nextBoolean() ? random.nextInt(total + 1) : null,
        total,
        latency(),
        random.nextDouble() * 400,
        size(),
        random.nextDouble() * 100,
        size(),
        size(),
        size(),
        size(),
        random.nextInt(operators + 1),
        operators,
        random.nextBoolean() ? random.nextDouble() * 90 : null,
        random.nextBoolean() ? new Throttling(random.nextInt(16)) : null,
        random.nextBoolean() ? board() : null,
        random.nextDouble() * 1e-3,
        random.nextBoolean() ? random.nextDouble() : null,
        random.nextBoolean() ? random.nextDouble() : null,
        random.nextBoolean() ? List.of(new ClassCount(3, 5), new ClassCount(0, 0)) : null);
  }

  private RunOptions run() {
    return new RunOptions(
        1 + random.nextInt(64), random.nextInt(1_000_001), 1 + random.nextInt(1_000_000));
  }

  private BoardState board() {
    return new BoardState(
        random.nextBoolean() ? random.nextInt(3_000) : null,
        random.nextBoolean() ? random.nextInt(3_000) : null,
        random.nextBoolean() ? text() : null,
        random.nextBoolean() ? new Throttling(random.nextInt(1 << 20)) : null,
        random.nextBoolean()
            ? new CardState(text(), size(), random.nextInt(111), CardState.Reserve.WARNING)
            : null);
  }

  private NodeDescriptor descriptor() {
    return new NodeDescriptor(
        text(),
        text(),
        1 + random.nextInt(64),
        size(),
        text(),
        text(),
        text(),
        new TreeMap<>(Map.of("group", text())));
  }

  private LatencySummary latency() {
    return LatencySummary.ofNanos(random.longs(50, 1_000, 1_000_000).toArray());
  }

  private Stamp stamp() {
    Instant at = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    return new Stamp(Stamp.SCHEMA, size(), size(), at, random.nextBoolean());
  }

  private NodeId node() {
    return new NodeId("pi-" + random.nextInt(100));
  }

  private TrialId trial() {
    return new TrialId("e/" + random.nextInt(10) + "/shapley/0.95/int8");
  }

  private Digest digest() {
    byte[] content = new byte[8];
    random.nextBytes(content);
    return Digest.of(content);
  }

  private long size() {
    return random.nextLong() >>> (1 + random.nextInt(62));
  }

  private String text() {
    int[] letters = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    random
        .ints(random.nextInt(12), 0, letters.length)
        .forEach(i -> text.appendCodePoint(letters[i]));
    return text.toString();
  }
}
