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
      inBothStores(
          "ingest",
          (scene, store, options) ->
              figures.add(IngestRate.measure(scene, plan, store, options).figure()));
    }
    if (plan.parts().contains(ControllerPart.query)) {
      inBothStores(
          "query",
          (scene, store, options) ->
              figures.addAll(QueryTimes.measure(scene, plan, store, options)));
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

  private void inBothStores(String part, StoreMeasurement measurement) throws Exception {
    in(part + "-h2", scene -> measurement.in(scene, "H2"));
    if (plan.postgres() != null) {
      inPostgres(part, measurement, "--store", plan.postgres());
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
      inPostgres(part, measurement, "--store", server.url(), "--store-user", LocalPostgres.USER);
    }
  }

  private void inPostgres(String part, StoreMeasurement measurement, String... options)
      throws Exception {
    in(part + "-postgresql", scene -> measurement.in(scene, "PostgreSQL", options));
  }

  @FunctionalInterface
  private interface StoreMeasurement {
    void in(Scene scene, String store, String... options) throws Exception;
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
