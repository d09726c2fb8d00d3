package io.espalier.controller.cli;

import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.data.Dataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier train}. */
@Command(
    name = "train",
    description = "Trains a multi-layer perceptron and writes it as a .tflite file of FP32.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private DatasetOption data = new DatasetOption();

  @Option(
      names = "--loss",
      paramLabel = "GOAL",
      defaultValue = "classification",
      converter = Labels.OfGoal.class,
      completionCandidates = Labels.OfGoal.class,
      description = "What it is to learn: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private TrainingGoal goal = TrainingGoal.CLASSIFICATION;

  @Option(
      names = "--layers",
      paramLabel = "N",
      split = ",",
      description =
          "Widths from input to output (default: 784,300,100,10 for MNIST's classes,"
              + " 784,256,64,256,784 to reconstruct it).")
  private List<Integer> layers = List.of();

  @Mixin private FittingOptions fitting = new FittingOptions(10);

  @Mixin private WrittenFormat format = new WrittenFormat();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(() -> run(err), "nothing was written", err);
  }

  private int run(PrintWriter err) throws Exception {
    fitting.claim(List.of());
    Dataset set = data.resolve();
    List<Integer> widths = layers.isEmpty() ? goal.usualLayers(set.width(), set.classes()) : layers;
    try (ConsoleProgress progress = new ConsoleProgress(err)) {
      Path written = fitting.write(fitting.trainer(progress::stage).train(set, goal, widths));
      progress.note("written: " + written);
      format.print(Map.of("written", written.toString()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
    return ExitCode.DONE.code();
  }
}
