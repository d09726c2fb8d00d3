package io.espalier.controller.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  private static final KnownNode NODE =
      new KnownNode(
          new NodeId("pi-1"),
          true,
          1,
          new NodeDescriptor(
              "Raspberry Pi 4",
              "aarch64",
              4,
              1L << 32,
              "Linux",
              "0.1.0",
              "2.20.0",
              new TreeMap<>(Map.of("group", "lab", "floor", "2"))),
          null,
          new TreeMap<>(Map.of("group", "shops")),
          Instant.EPOCH);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all",
        "group=shops",
        "floor=2",
        "group=shops,floor=2",
        "node=pi-1",
        "hardware=Raspberry Pi 4"
      })
  void nodeOfWhichEveryConditionHolds_isMeant(String selector) {
    assertThat(Selector.parse(selector).matches(NODE)).isTrue();
    assertThat(Selector.parse(selector)).hasToString(selector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"group=lab", "group=shops,floor=3", "node=pi-2", "room=", "hardware=Pi"})
  void nodeOfWhichOneDoesNot_isNot(String selector) {
    assertThat(Selector.parse(selector).matches(NODE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "group", "=x", "a=b,", "a=b,a=c", "all,a=b"})
  void whatIsWrittenOtherwise_isRefusedInOneLine(String selector) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Selector.parse(selector))
        .withMessageStartingWith("selector: expected all or key=value")
        .withMessageEndingWith("found '" + selector + "'");
  }
}
