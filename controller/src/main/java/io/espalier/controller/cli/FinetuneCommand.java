package io.espalier.controller.cli;

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

  @Mixin private FittingOptions fitting = new FittingOptions(3);

  @Mixin private WrittenFormat format = new WrittenFormat();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(() -> run(err), "nothing was written", err);
  }

  private int run(PrintWriter err) throws Exception {
    byte[] model = ModelFile.read(file);
    fitting.claim(List.of(file));
    CalibrationData samples = Samples.resolve(data);
    try (ConsoleProgress progress = new ConsoleProgress(err)) {
      Path written = fitting.write(fitting.trainer(progress::stage).finetune(model, samples));
      progress.note("written: " + written);
      format.print(Map.of("written", written.toString()));
    }
    return ExitCode.DONE.code();
  }
}
