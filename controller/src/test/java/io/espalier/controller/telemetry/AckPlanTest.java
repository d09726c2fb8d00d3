package io.espalier.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.TelemetryAck;
import io.espalier.shared.telemetry.TelemetryAck.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckPlanTest {
  private static final NodeId NODE = new NodeId("pi-1");
  private static final long SOON = AckPlan.COALESCE_MILLIS - 1;
  private static final long LATER = AckPlan.COALESCE_MILLIS;

  private final AckPlan plan = new AckPlan();

  @Test
  void fewRecords_areToldTogetherWithWhatFollows() {
    plan.stored(NODE, 1, 3, 4, 0);
    plan.stored(NODE, 1, 5, 2, SOON);
    plan.stored(NODE, 2, 0, 1, SOON);
    assertThat(plan.due(SOON, 10)).isEmpty();
    assertThat(plan.due(LATER, 10)).containsExactly(ack(new Mark(1, 5), new Mark(2, 0)));
    assertThat(plan.due(2 * LATER, 10)).isEmpty();
  }

  @Test
  void manyRecords_areToldAtOnce() {
    plan.stored(NODE, 1, 99, AckPlan.BIG, 0);
    assertThat(plan.due(0, 10)).containsExactly(ack(new Mark(1, 99)));
  }

  @Test
  void recordsBehindAHole_sayNothing() {
    plan.stored(NODE, 1, -1, 5, 0);
    assertThat(plan.due(LATER, 10)).isEmpty();
  }

  @Test
  void moreThanThereIsRoomFor_waitInTheirOrder() {
    plan.stored(new NodeId("pi-2"), 1, 0, 1, 0);
    plan.stored(NODE, 1, 0, 1, 1);
    assertThat(plan.due(2 * LATER, 1)).extracting(TelemetryAck::node).hasToString("[pi-2]");
    assertThat(plan.due(2 * LATER, 1)).extracting(TelemetryAck::node).hasToString("[pi-1]");
  }

  private static TelemetryAck ack(Mark... marks) {
    return new TelemetryAck(TelemetryAck.SCHEMA, NODE, List.of(marks));
  }
}
