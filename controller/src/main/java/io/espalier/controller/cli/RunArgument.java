package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.comparison.RunName;
import io.espalier.controller.comparison.Selection;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.TrialRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A run that somebody named: an experiment of a controller, or a directory of results here.
 *
 * @param command that was given it
 * @param server the controller
 */
record RunArgument(CommandLine command, ServerOptions server) {
  /** The rows of a run, and what it is called. */
  record Found(String name, List<TrialRow> rows) {}

  /** A run. */
  Found find(String what) throws Exception {
    if (isDirectory(what)) {
      Path root = Path.of(what);
      List<TrialRow> rows = RunDirectory.rowsOf(root);
      return new Found(nameOf(root), rows);
    }
    String path = "/experiments/" + ExperimentCommand.id(command, what);
    ExperimentView view = server.client().get(path, Map.of(), ExperimentView.class);
    return new Found(what, new ExperimentOutcome(view).rows());
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

  /** As its spec says, or as the directory is called. */
  private static String nameOf(Path root) {
    try {
      return SpecReader.read(root.resolve("spec.yaml")).name();
    } catch (SpecException e) {
      return String.valueOf(root.toAbsolutePath().normalize().getFileName());
    }
  }
}
