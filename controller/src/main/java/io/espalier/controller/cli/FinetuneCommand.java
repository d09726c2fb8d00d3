package io.espalier.controller.cli;

import io.espalier.compressor.ArtifactFile;
import io.espalier.compressor.ModelTrainer;
import io.espalier.compressor.data.CalibrationData;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier finetune}. */
@Command(
    name = "finetune",
    description = {
      "Trains the multi-layer perceptron of a .tflite file further; links that are zero stay zero.",
      "It learns the targets of the data if there are any; else an autoencoder learns to give"
          + " samples back, and a network of logits learns their labels."
    },
    mixinStandardHelpOptions = true)
public final class FinetuneCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "A .tflite file of FP32.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "mnist, idx:DIR, or a file: .npz, .npy or .csv.")
  private String data = "";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the samples (default: ${DEFAULT-VALUE}).")
  private int epochs = 3;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write.")
  private Path output = Path.of("");

  @Mixin private WrittenFormat format = new WrittenFormat();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(() -> run(err), "nothing was written", err);
  }

  private int run(PrintWriter err) throws Exception {
    int passes = TrainCommand.requireEpochs(epochs, command);
    byte[] model = ModelFile.read(file);
    new OutputFiles(List.of(file)).claim("--output", output);
    CalibrationData samples = Samples.resolve(data);
    try (ConsoleProgress progress = new ConsoleProgress(err)) {
      ArtifactFile tuned = new ModelTrainer(passes, seed, progress::stage).finetune(model, samples);
      OutputFiles.write(output, tuned.content());
      progress.note("written: " + output);
      format.print(Map.of("written", output.toString()));
    }
    return ExitCode.DONE.code();
  }
}
