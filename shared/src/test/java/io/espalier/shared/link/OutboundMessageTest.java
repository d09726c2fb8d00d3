package io.espalier.shared.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundMessageTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a/+/b", "#", "a/#"})
  void constructor_refusesTopicsThatNameMoreThanOne(String topic) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutboundMessage.event(topic, new byte[0]))
        .withMessage("topic: expected one without wildcards, found '" + topic + "'");
  }

  @Test
  void clear_isAnEmptyRetainedMessage() {
    OutboundMessage clear = OutboundMessage.clear("a/b");

    assertThat(clear.payload()).isEmpty();
    assertThat(clear.retained()).isTrue();
    assertThat(clear.exchange()).isNull();
  }
}
