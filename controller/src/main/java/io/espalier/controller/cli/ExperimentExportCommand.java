package io.espalier.controller.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.mlflow.MlflowExport;
import io.espalier.controller.parquet.ParquetTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier experiment export}. */
@Command(
    name = "export",
    description = {
      "Brings the results of an experiment to where other programs look for them: an MLflow"
          + " tracking server, a Parquet file, a CSV file, or several of these.",
      "It is one of a controller, or a directory of results on this machine."
    },
    mixinStandardHelpOptions = true)
final class ExperimentExportCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private RunParameter run = new RunParameter();

  @Mixin private MlflowOptions mlflow = new MlflowOptions();

  @Option(
      names = "--parquet",
      paramLabel = "FILE",
      description =
          "Write a Parquet file with a row for each trial, in the columns of results.csv.")
  private @Nullable Path parquet;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write results.csv to this file.")
  private @Nullable Path csv;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    if (!mlflow.isGiven() && parquet == null && csv == null) {
      throw new ParameterException(
          command.commandLine(), "expected at least one of --mlflow, --parquet and --csv");
    }
    OutputFiles files = new OutputFiles(List.of());
    files.claim("--parquet", parquet);
    files.claim("--csv", csv);
    RunArgument.Found found = run.find(command.commandLine(), server);
    List<TrialRow> rows = found.rows();
    List<String> lines = new ArrayList<>();
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("trials", rows.size());
    if (csv != null) {
      OutputFiles.write(csv, RunDirectory.csv(rows).getBytes(UTF_8));
      lines.add("%s: %d trials".formatted(csv, rows.size()));
      outcome.put("csv", csv.toString());
    }
    if (parquet != null) {
      OutputFiles.write(parquet, ParquetTable.of(rows));
      lines.add("%s: %d trials".formatted(parquet, rows.size()));
      outcome.put("parquet", parquet.toString());
    }
    Optional<MlflowExport.Outcome> brought = mlflow.export(found.name(), rows);
    brought.ifPresent(
        there -> {
          lines.add(mlflow.words(there));
          outcome.put("mlflow", there);
        });
    format.print(String.join(System.lineSeparator(), lines), outcome);
    return ExitCode.DONE.code();
  }
}
