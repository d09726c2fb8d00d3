package io.espalier.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.shared.protocol.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ControllerConfigTest {
  @Test
  void withoutLocalNodes_noNodeProgramIsNeeded() {
    assertThat(config(1883, 0).nodeProgram()).isNull();
  }

  @Test
  void localNodesWithoutTheirProgram_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(0, 2))
        .withMessage("node program: expected a jar for 2 local nodes, found none");
  }

  @Test
  void valuesOutOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(0, 17))
        .withMessage("--local-nodes: expected 0 to 16, found 17");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(65_536, 0))
        .withMessage("--listen: expected a port, found 65536");
  }

  private static ControllerConfig config(int port, int localNodes) {
    return new ControllerConfig(
        null, "127.0.0.1", port, new Topics("espalier"), localNodes, null, Path.of("nodes"));
  }
}
