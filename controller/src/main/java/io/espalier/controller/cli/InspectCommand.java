package io.espalier.controller.cli;

import io.espalier.compressor.tflite.Inventory;
import io.espalier.compressor.tflite.InventoryReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier inspect}. */
@Command(
    name = "inspect",
    description = "Tells what is in a .tflite file, and which of it can be pruned. Runs nothing.",
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "A .tflite file.")
  private Path file = Path.of("");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    byte[] content = ModelFile.read(file);
    Inventory inventory = InventoryReader.read(content);
    String name = file.getFileName().toString();
    PrintWriter out = command.commandLine().getOut();
    out.println(
        format.chosen() == OutputFormat.json
            ? Json.of(InventoryJson.of(name, content, inventory))
            : InventoryPrinter.text(name, content, inventory));
    out.flush();
    return ExitCode.DONE.code();
  }
}
