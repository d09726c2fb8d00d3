package io.espalier.shared.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Stamp STAMP = new Stamp(Stamp.SCHEMA, 1, 0, Instant.EPOCH, false);
  private static final NodeId NODE = new NodeId("pi-1");

  @Test
  void onlineNode_mustSayWhatItIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Presence(STAMP, NODE, Presence.State.ONLINE, null))
        .withMessage("presence: expected a descriptor of online node pi-1");
  }

  @Test
  void offlineNode_needsNoDescriptor() {
    assertThat(new Presence(STAMP, NODE, Presence.State.OFFLINE, null).descriptor()).isNull();
  }
}
