package io.espalier.shared.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"local-1", "pi_07", "a", "rack.2-shelf.4", "0"})
  void constructor_takesOneTopicLevel(String value) {
    assertThat(new NodeId(value)).hasToString(value);
  }

  @Test
  void constructor_takesSixtyFourCharactersAndNoMore() {
    assertThat(new NodeId("n".repeat(64)).value()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new NodeId("n".repeat(65)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "#", "a/b", "pi 7", "naïve", "a\n", "$SYS"})
  void constructor_refusesWildcardsSlashesAndTheRest(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeId(value))
        .withMessage(
            "node id: expected 1 to 64 letters, digits, '.', '-' or '_', found '" + value + "'");
  }

  @Test
  void order_isThatOfTheText() {
    assertThat(Stream.of("pi-2", "pi-10", "local-1").map(NodeId::new).sorted())
        .map(NodeId::value)
        .containsExactly("local-1", "pi-10", "pi-2");
  }
}
