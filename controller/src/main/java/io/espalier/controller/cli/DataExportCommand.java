package io.espalier.controller.cli;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.Dataset;
import io.espalier.compressor.data.Partition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier data export}. */
@Command(
    name = "export",
    description = {
      "Writes a data set as NumPy arrays: x_train and labels_train, x_test and labels_test.",
      "Such a file is what a spec calls npz:FILE."
    },
    mixinStandardHelpOptions = true)
final class DataExportCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private DatasetOption data = new DatasetOption();

  @Option(
      names = "--train",
      paramLabel = "N",
      description = "Only the first N training samples (default: all).")
  private int training = Integer.MAX_VALUE;

  @Option(
      names = "--test",
      paramLabel = "N",
      description = "Only the first N test samples (default: all).")
  private int test = Integer.MAX_VALUE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The .npz file to write.")
  private Path output = Path.of("");

  @Mixin private WrittenFormat format = new WrittenFormat();

  @Override
  public Integer call() throws Exception {
    if (!output.toString().endsWith(".npz")) {
      throw new ParameterException(
          command.commandLine(), "--output: expected a name in .npz, found '" + output + "'");
    }
    new OutputFiles(List.of()).claim("--output", output);
    Dataset set = data.resolve();
    new Partition(
            first("--train", training, CalibrationData.training(set)),
            first("--test", test, CalibrationData.testing(set)),
            Optional.empty())
        .write(output);
    format.print(Map.of("written", output.toString()));
    return ExitCode.DONE.code();
  }

  private CalibrationData first(String option, int count, CalibrationData all) {
    if (count < 1) {
      throw new ParameterException(
          command.commandLine(), "%s: expected at least 1, found %d".formatted(option, count));
    }
    return all.slice(0, Math.min(count, all.samples()));
  }
}
