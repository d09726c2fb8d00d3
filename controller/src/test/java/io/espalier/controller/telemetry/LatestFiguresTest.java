package io.espalier.controller.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.AccuracySample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestFiguresTest {
  private static final NodeId NODE = new NodeId("pi-1");
  private static final Digest OLD = model(1);
  private static final Digest NEW = model(2);

  private final LatestFigures latest = new LatestFigures();

  @Test
  void accuracyOfTheRunningModel_isKnown_thoughAnotherWasMeasuredLast() {
    take(0, OLD, 90);
    take(1, NEW, 70);
    take(2, OLD, 91);
    take(3, NEW, 71);
    assertThat(figures(OLD).accuracy()).isEqualTo(0.91);
    assertThat(figures(OLD).accuracyOf()).isEqualTo(OLD);
    assertThat(figures(NEW).accuracy()).isEqualTo(0.71);
    take(1, OLD, 10);
    assertThat(figures(OLD).accuracy()).as("an older record that came late").isEqualTo(0.91);
    assertThat(latest.of(NODE, null).orElseThrow().accuracyOf()).isEqualTo(NEW);
    assertThat(figures(model(9)).accuracyOf()).as("where nothing is known of it").isEqualTo(NEW);
  }

  @Test
  void modelsThatRanLongAgo_areForgotten() {
    for (int number = 0; number <= NewestOfNode.MOST_MODELS; number++) {
      take(number, model(number), 50);
    }
    assertThat(figures(model(1)).accuracyOf()).isEqualTo(model(1));
    assertThat(figures(model(0)).accuracyOf()).isEqualTo(model(NewestOfNode.MOST_MODELS));
  }

  private NodeFigures figures(Digest running) {
    return latest.of(NODE, running).orElseThrow();
  }

  private void take(long seq, Digest model, int correct) {
    Stamp stamp = new Stamp(Stamp.SCHEMA, 1, seq, Instant.EPOCH, true);
    byte[] json = MessageCodec.encode(AccuracySample.of(stamp, NODE, model, correct, 100));
    latest.take(
        List.of(new Sample("pi-1", 1, seq, "accuracy", Instant.EPOCH, new String(json, UTF_8))));
  }

  private static Digest model(int number) {
    return Digest.of(new byte[] {(byte) number});
  }
}
