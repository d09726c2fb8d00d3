package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrialColumnTest {
  private static final Trial TRIAL = new Trial(7, "shapley", 0.95, Precision.INT8);
  private static final Map<String, TrialColumn> COLUMNS =
      TrialColumn.all().stream().collect(Collectors.toMap(TrialColumn::name, Function.identity()));

  @Test
  void all_areThoseOfTheCsvFile_inItsOrder() {
    String header =
        RunDirectory.csv(List.of(Rows.measured(TRIAL, 9_070, 4.5)))
            .lines()
            .findFirst()
            .orElseThrow();

    assertThat(TrialColumn.all()).extracting(TrialColumn::name).containsExactly(header.split(","));
  }

  @Test
  void values_haveTheTypeOfTheirColumn() {
    TrialRow row = Rows.measured(TRIAL, 9_070, 4.5);

    assertThat(column("seed").of(row)).isEqualTo(7L);
    assertThat(column("seed").type()).isEqualTo(TrialColumn.Type.LONG);
    assertThat(column("correct").of(row)).isEqualTo(9_070);
    assertThat(column("accuracy").of(row)).isEqualTo(0.907);
    assertThat(column("precision").of(row)).isEqualTo("int8");
    assertThat(column("status").of(row)).isEqualTo("ok");
    assertThat(column("hardware").of(row)).isEqualTo("Raspberry Pi 4, \"Model B\"");
    assertThat(column("reason").of(row)).isNull();
    assertThat(column("reason").optional()).isTrue();
    assertThat(column("method").optional()).isFalse();
  }

  private static TrialColumn column(String name) {
    return Objects.requireNonNull(COLUMNS.get(name));
  }
}
