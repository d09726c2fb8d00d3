package io.espalier.controller;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.http.ChangeFeed;
import io.espalier.controller.http.Events;
import io.espalier.controller.http.ExperimentEvents;
import io.espalier.controller.http.ExperimentRoutes;
import io.espalier.controller.http.Routes;
import io.espalier.controller.lab.ExperimentArchive;
import io.espalier.controller.lab.ExperimentData;
import io.espalier.controller.lab.Laboratory;
import io.espalier.controller.lab.RunCopies;
import io.espalier.controller.lab.RunFiles;
import io.espalier.controller.lab.Runs;
import io.espalier.controller.store.Store;
import io.espalier.controller.trial.TrialBenches;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.nio.file.Path;

/**
 * What runs experiments on the nodes of a fleet.
 *
 * @param laboratory runs them; started after all that it needs
 * @param copies of their files, for other controllers
 * @param changes tells whoever watches; started before it
 * @param routes for whoever asks
 */
record ExperimentParts(
    Laboratory laboratory, RunCopies copies, ChangeFeed<ExperimentId> changes, Routes routes) {
  /** Constructs them. */
  static ExperimentParts of(
      FleetConfig config,
      URI broker,
      Vertx vertx,
      Store store,
      ArtifactLibrary library,
      DesiredStates desired,
      Events events,
      WorkerExecutor storeThreads) {
    Runs runs = runs(config);
    RunCopies copies = new RunCopies(store.runFiles(), runs.directory());
    ExperimentArchive archive = new ExperimentArchive(store.experiments());
    TrialBenches benches =
        new TrialBenches(
            vertx,
            broker,
            config.security(),
            config.topics(),
            digest -> desired.wanted().containsKey(digest),
            library::signed);
    Laboratory laboratory = new Laboratory(runs, archive, copies, benches, storeThreads);
    ChangeFeed<ExperimentId> changes =
        ChangeFeed.ofExperiments(events, archive, laboratory, storeThreads);
    laboratory.listen(new ExperimentEvents(events, changes));
    RunFiles files = new RunFiles(runs, archive, library, copies);
    return new ExperimentParts(
        laboratory,
        copies,
        changes,
        new ExperimentRoutes(laboratory, archive, files, storeThreads));
  }

  private static Runs runs(FleetConfig config) {
    Path only = config.experiments().only();
    return only != null
        ? new Runs(ExperimentData.anywhere(), only, false)
        : new Runs(
            ExperimentData.below(config.experiments().data()),
            config.dataDirectory().resolve("experiments"),
            true);
  }
}
