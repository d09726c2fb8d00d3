package io.espalier.controller.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.ControllerMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Mosquitto, a real controller, and kill -9. */
class TelemetryLoadIT {
  @TempDir private Path directory;

  @Test
  void controllerKilledInTheMiddle_losesNoRecord_andStoresNoneTwice() throws Exception {
    Assumptions.assumeTrue(
        Stream.concat(
                Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of),
                Stream.of(Path.of("/usr/sbin")))
            .anyMatch(path -> Files.isExecutable(path.resolve("mosquitto"))),
        "no mosquitto on the PATH");
    List<String> program =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ControllerMain.class.getName());
    List<Figure> figures =
        TelemetryLoad.run(new LoadSpec(500, 6, 20, 2), program, directory, line -> {});

    Map<String, Double> values =
        figures.stream()
            .collect(Collectors.toMap(Figure::name, Figure::value, (first, second) -> second));
    assertThat(values)
        .containsEntry("records made", 3_000.0)
        .containsEntry("records stored", 3_000.0)
        .containsEntry("lost", 0.0)
        .containsEntry("stored twice", 0.0)
        .containsEntry("given up or refused", 0.0);
  }
}
