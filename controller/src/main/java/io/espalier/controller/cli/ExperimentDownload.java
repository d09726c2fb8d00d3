package io.espalier.controller.cli;

import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings the results of an experiment into a directory here.
 *
 * @param client where they are
 * @param id of the experiment
 * @param directory where they go; made if it is not there
 */
record ExperimentDownload(ApiClient client, ExperimentId id, Path directory) {
  private static final int NOT_FOUND = 404;

  /** As far as they are. */
  void results() throws IOException, InterruptedException, ApiException {
    some(List.of("spec.yaml", "data.sha256", "results.csv"));
  }

  /** All that people look at. */
  void all() throws IOException, InterruptedException, ApiException {
    results();
    some(List.of("summary.csv", "report.html"));
  }

  private void some(List<String> names) throws IOException, InterruptedException, ApiException {
    Files.createDirectories(directory);
    for (String name : names) {
      try {
        byte[] content = client.download("/experiments/" + id + "/" + name);
        WholeFile.write(directory.resolve(name), content);
      } catch (ApiException e) {
        if (e.status() != NOT_FOUND) {
          throw e;
        }
        // Not written yet, or never: an experiment that failed at once has no results.
      }
    }
  }
}
