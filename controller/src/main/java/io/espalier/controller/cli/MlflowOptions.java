package io.espalier.controller.cli;

import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.mlflow.MlflowAccess;
import io.espalier.controller.mlflow.MlflowExport;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which MLflow tracking server is brought results, if any. */
final class MlflowOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description = {
        "Bring the results to this MLflow tracking server, a run for each trial; what is there"
            + " already stays.",
        "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, say who"
            + " does."
      })
  private @Nullable String address;

  /** Whether one is wanted. */
  boolean isGiven() {
    return address != null;
  }

  /** Refuses before hours of work what could not be brought there after them. */
  void requireThere(String experiment) throws Exception {
    if (isGiven()) {
      open(experiment).close();
    }
  }

  /** Brings rows there, if it is wanted. */
  Optional<MlflowExport.Outcome> export(String experiment, List<TrialRow> rows) throws Exception {
    if (!isGiven()) {
      return Optional.empty();
    }
    try (MlflowExport export = open(experiment)) {
      return Optional.of(export.export(rows));
    }
  }

  /**
   * The same after a run, whose results are kept whatever comes of it.
   *
   * @param code what came of the run
   * @param again the command that brings them there later
   * @return what came of both
   */
  ExitCode exportAfter(ExitCode code, String experiment, List<TrialRow> rows, String again)
      throws InterruptedException {
    PrintWriter err = command.commandLine().getErr();
    try {
      export(experiment, rows).ifPresent(outcome -> err.println(words(outcome)));
      return code;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      ExitCode.report(e, err);
      err.println("the results are kept; bring them there with: " + again);
      return code == ExitCode.DONE ? ExitCode.PARTLY_DONE : code;
    } finally {
      err.flush();
    }
  }

  /** What came of it, in a line. */
  String words(MlflowExport.Outcome outcome) {
    return "%s: %d trials, %d of them new%s"
        .formatted(
            address,
            outcome.trials(),
            outcome.created(),
            outcome.replaced() == 0 ? "" : ", " + outcome.replaced() + " older runs deleted");
  }

  private MlflowExport open(String experiment) throws Exception {
    return MlflowExport.open(access(), experiment, System::currentTimeMillis);
  }

  private MlflowAccess access() {
    try {
      return new MlflowAccess(
          URI.create(String.valueOf(address)),
          System.getenv("MLFLOW_TRACKING_USERNAME"),
          System.getenv("MLFLOW_TRACKING_PASSWORD"),
          System.getenv("MLFLOW_TRACKING_TOKEN"));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--mlflow: " + e.getMessage(), e);
    }
  }
}
