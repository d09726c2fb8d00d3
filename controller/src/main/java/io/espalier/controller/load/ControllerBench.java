package io.espalier.controller.load;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.process.LocalPostgres;
import io.espalier.simulator.broker.LocalMosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a controller carries: each figure with a broker, a store and a process of its own. */
public final class ControllerBench {
  private final ControllerPlan plan;
  private final List<String> program;
  private final Path directory;
  private final Consumer<String> progress;
  private final List<Figure> figures = new ArrayList<>();

  private ControllerBench(
      ControllerPlan plan, List<String> program, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.program = program;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param program the command that is {@code espalier}, its controller a process of its own
   * @param directory empty; for stores and logs
   * @param progress gets a line now and then
   * @throws IOException if broker, database or controller could not be run
   */
  public static List<Figure> run(
      ControllerPlan plan, List<String> program, Path directory, Consumer<String> progress)
      throws Exception {
    return new ControllerBench(plan, program, directory, progress).run();
  }

  private List<Figure> run() throws Exception {
    if (plan.parts().contains(ControllerPart.ingest)) {
      ingest();
    }
    if (plan.parts().contains(ControllerPart.query)) {
      in("query", scene -> figures.addAll(QueryTimes.measure(scene, plan)));
    }
    if (plan.parts().contains(ControllerPart.events)) {
      in("events", scene -> figures.addAll(EventTimes.measure(scene, plan)));
    }
    if (plan.parts().contains(ControllerPart.api)) {
      in("api", scene -> figures.addAll(ApiTimes.measure(scene, plan)));
    }
    if (plan.parts().contains(ControllerPart.memory)) {
      in("memory", scene -> figures.addAll(MemoryNeed.measure(scene, plan)));
    }
    return figures;
  }

  private void ingest() throws Exception {
    in(
        "h2",
        scene -> figures.add(IngestRate.measure(scene, plan, "telemetry stored in H2").figure()));
    if (plan.postgres() != null) {
      postgres(plan.postgres());
      return;
    }
    Path programs =
        LocalPostgres.find()
            .orElseThrow(
                () ->
                    new IOException(
                        "postgresql: expected it under /usr/lib/postgresql, or a --store, found"
                            + " neither"));
    try (LocalPostgres server = LocalPostgres.start(programs, LocalPostgres.Durability.FULL)) {
      postgres(server.url(), "--store-user", LocalPostgres.USER);
    }
  }

  private void postgres(String url, String... user) throws Exception {
    List<String> options = new ArrayList<>(List.of("--store", url));
    options.addAll(List.of(user));
    in(
        "postgres",
        scene ->
            figures.add(
                IngestRate.measure(
                        scene,
                        plan,
                        "telemetry stored in PostgreSQL",
                        options.toArray(String[]::new))
                    .figure()));
  }

  @FunctionalInterface
  private interface Measurement {
    void in(Scene scene) throws Exception;
  }

  private void in(String name, Measurement measurement) throws Exception {
    Path own = Files.createDirectories(directory.resolve(name)).toAbsolutePath();
    try (LocalMosquitto broker = LocalMosquitto.forgetful(LocalMosquitto.program(), own)) {
      measurement.in(new Scene(program, broker, own, progress));
    }
  }
}
