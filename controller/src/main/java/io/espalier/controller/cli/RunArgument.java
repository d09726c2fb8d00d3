package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.comparison.RunName;
import io.espalier.controller.comparison.Selection;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.JudgedBy;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.TrialRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A run that somebody named: an experiment of a controller, or a directory of results here.
 *
 * @param command that was given it
 * @param server the controller
 */
record RunArgument(CommandLine command, ServerOptions server) {
  /**
   * What was found.
   *
   * @param name what it is called
   * @param metric what its spec says that models are judged by; absent if it says nothing
   */
  record Found(String name, @Nullable JudgedBy metric, List<TrialRow> rows) {}

  /** A run. */
  Found find(String what) throws Exception {
    if (isDirectory(what)) {
      Path root = Path.of(what);
      List<TrialRow> rows = RunDirectory.rowsOf(root);
      try {
        ExperimentSpec spec = SpecReader.read(root.resolve("spec.yaml"));
        return new Found(spec.name(), spec.metric(), rows);
      } catch (SpecException e) {
        // Rows say enough, and a directory has a name too.
        Path last = root.toAbsolutePath().normalize().getFileName();
        return new Found(String.valueOf(last), null, rows);
      }
    }
    String path = "/experiments/" + ExperimentCommand.id(command, what);
    ExperimentView view = server.client().get(path, Map.of(), ExperimentView.class);
    ExperimentOutcome outcome = new ExperimentOutcome(view);
    return new Found(what, outcome.metric(), outcome.rows());
  }

  /** A run, or after a colon a part of it; directories may have a colon in their name. */
  RunName parse(String what) {
    if (isDirectory(what)) {
      return new RunName(what, Selection.ALL);
    }
    try {
      return RunName.parse(what);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  private boolean isDirectory(String what) {
    if (what.contains("/")) {
      return !what.contains(":") || Files.exists(Path.of(what));
    }
    return !server.isChosen() && Files.exists(Path.of(what));
  }
}
