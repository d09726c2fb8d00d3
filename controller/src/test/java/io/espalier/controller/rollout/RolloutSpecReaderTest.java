package io.espalier.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutSpecReaderTest {
  private static final String HEX = "ab".repeat(32);

  @Test
  void spec_isReadFromYaml() {
    RolloutSpec spec =
        read(
            """
            name: weekly
            model: %s
            probe: %s
            to: group=shops
            canary: 2%%
            waves: [25%%, 100%%]
            gates: {maxAccuracyDrop: 1%%, maxP99: 20ms, maxRss: 96MiB}
            rate: 60/min
            deadline: 10m
            goodInferences: 50
            """
                .formatted(HEX, HEX));

    assertThat(spec.waves()).extracting(Wave::text).containsExactly("2%", "25%", "100%");
    assertThat(spec.gates()).isEqualTo(new Gates(0.01, null, 20_000.0, 96L << 20, 0.05, 0.02));
    assertThat(spec.nodesPerMinute()).isEqualTo(60);
    assertThat(spec.deadlineMillis()).isEqualTo(600_000);
    assertThat(spec.goodInferences()).isEqualTo(50);
  }

  @Test
  void spec_isReadFromJsonAndHasDefaults() {
    RolloutSpec spec = read("{\"model\":\"%s\",\"to\":\"all\"}".formatted(HEX));

    assertThat(spec.waves()).extracting(Wave::text).containsExactly("5%", "25%", "100%");
    assertThat(spec.gates()).isEqualTo(Gates.USUAL);
    assertThat(spec.goodInferences()).isEqualTo(100);
  }

  @Test
  void canaryAfterSmallerWaves_leavesThemOut() {
    RolloutSpec spec = read(line("canary: 30%", "waves: [5%, 25%, 50%, 100%]"));

    assertThat(spec.waves()).extracting(Wave::text).containsExactly("30%", "50%", "100%");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "canary: many | wave: expected a share such as 5%, a number of nodes, or a label such as"
            + " group=lab, found 'many'",
        "gates: {maxP99: 20 parsecs} | gates.maxP99: expected a duration such as 20ms or 10m,"
            + " found '20 parsecs'",
        "gates: {maxRss: 96} | gates.maxRss: expected a size such as 96MiB, found '96'",
        "gates: {maxFailed: 150%} | gates.maxFailed: expected a share of 0 to 1, found 1.5",
        "gates: {maxAccuracyDrop: 1%} | probe: expected one, for gates on accuracy, latency and"
            + " memory need it",
        "gates: [1] | gates: expected keys and values such as {maxAccuracyDrop: 1%, maxP99: 20ms}",
        "waves: 5% | waves: expected a list such as [5%, 25%, 100%]",
        "rate: 5 | rate: expected a rate such as 60/min, found '5'",
        "goodInferences: 0 | goodInferences: expected at least 1, found 0",
        "goodInferences: few | goodInferences: expected a whole number, found 'few'",
        "head: abc | head: digest: expected 64 lower-case hexadecimal digits, found 'abc'",
      })
  void mistake_isSaidInOneLine(String mistake, String complaint) {
    assertThatThrownBy(() -> read(line(mistake))).hasMessage(complaint);
  }

  @Test
  void unknownKey_isNamedWithThoseThatExist() {
    assertThatThrownBy(() -> read(line("canaries: 5%")))
        .hasMessageStartingWith("unknown key 'canaries'; expected one of canary, deadline,")
        .hasMessageNotContaining("\n");
  }

  @Test
  void textThatIsNoYaml_isRefusedInOneLine() {
    assertThatThrownBy(() -> read("model: 'unclosed"))
        .hasMessageContaining("expected YAML or JSON")
        .hasMessageNotContaining("\n");
  }

  private static String line(String... more) {
    return "model: " + HEX + "\nto: all\n" + String.join("\n", List.of(more)) + "\n";
  }

  private static RolloutSpec read(String text) {
    return RolloutSpecReader.read(text.getBytes(StandardCharsets.UTF_8)).toSpec();
  }
}
