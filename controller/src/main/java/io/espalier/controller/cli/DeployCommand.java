package io.espalier.controller.cli;

import io.espalier.controller.client.ApiClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier deploy}. */
@Command(
    name = "deploy",
    description = {
      "Brings a model to nodes in waves, each on the evidence of those before.",
      "A wave starts once the nodes of the one before have run the model and shown no harm. If they"
          + " show some, every node gets back what ran before.",
      "What a trial of an experiment measured is deployed by 'experiment deploy'."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DeployCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A .tflite file.")
  private Path model = Path.of("");

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = "A .tflite file that turns the model's output into a class.")
  private @Nullable Path head;

  @Mixin private RolloutStart rollout = new RolloutStart();

  @Override
  public Integer call() throws Exception {
    Upload modelFile = file("model", model);
    Upload headFile = head == null ? null : file("head", head);
    return rollout.run(client -> send(client, modelFile, headFile));
  }

  private static RolloutStart.Model send(ApiClient client, Upload model, @Nullable Upload head)
      throws Exception {
    model.send(client);
    if (head == null) {
      return new RolloutStart.Model(model.digest(), null);
    }
    head.send(client);
    return new RolloutStart.Model(model.digest(), head.digest());
  }

  private static Upload file(String kind, Path path) throws Exception {
    return new Upload(kind, path.getFileName().toString(), ModelFile.read(path));
  }
}
