package io.espalier.controller.cli;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.controller.rollout.RolloutFile;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier deploy}. */
@Command(
    name = "deploy",
    description = {
      "Brings a model to nodes in waves, each on the evidence of those before.",
      "A wave starts once the nodes of the one before have run the model and shown no harm. If they"
          + " show some, every node gets back what ran before."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DeployCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private RolloutOptions options = new RolloutOptions();
  @Mixin private WaitOptions waiting = new WaitOptions();

  @Parameters(paramLabel = "MODEL", description = "A .tflite file.")
  private Path model = Path.of("");

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = "A .tflite file that turns the model's output into a class.")
  private @Nullable Path head;

  @Option(
      names = "--probe",
      paramLabel = "DATA",
      description =
          "Samples that nodes test it with, each a part of them: mnist, idx:DIR (test images), or a"
              + " file: .npz, .npy or .csv.")
  private @Nullable String probe;

  @Option(names = "--wait", description = "Wait for its end, and say how it ended.")
  private boolean wait;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  /** What is sent, and what the controller will call it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Upload(String kind, String name, byte[] content) {
    Digest digest() {
      return Digest.of(content);
    }
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(this::run, "the rollout goes on; see 'espalier rollout list'", err);
  }

  private int run() throws Exception {
    Upload modelFile = file("model", model);
    Upload headFile = head == null ? null : file("head", head);
    Upload probeFile =
        probe == null ? null : new Upload("probe", probe, Probes.resolve(probe).encode());
    RolloutFile rollout = options.file(modelFile.digest(), digest(headFile), digest(probeFile));
    requireSensible(rollout);
    Duration limit = waiting.limit();
    ApiClient client = server.client();
    upload(client, modelFile);
    upload(client, headFile);
    upload(client, probeFile);
    RolloutView begun =
        client.post("/rollouts?who=" + RolloutCommand.user(), rollout, RolloutView.class);
    PrintWriter out = command.commandLine().getOut();
    if (!wait) {
      RolloutPrinter.print(begun, format.chosen(), out);
      return ExitCode.DONE.code();
    }
    return new RolloutWatch(client, command.commandLine().getErr())
        .until(begun.id(), limit, format.chosen(), out);
  }

  private static Upload file(String kind, Path path) throws Exception {
    return new Upload(kind, path.getFileName().toString(), ModelFile.read(path));
  }

  private void requireSensible(RolloutFile rollout) {
    try {
      rollout.toSpec();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Digest digest(@Nullable Upload upload) {
    return upload == null ? null : upload.digest();
  }

  private static void upload(ApiClient client, @Nullable Upload upload)
      throws IOException, InterruptedException, ApiException {
    if (upload != null) {
      client.upload(
          "/artifacts",
          Map.of("kind", upload.kind(), "name", upload.name()),
          upload.content(),
          ArtifactView.class);
    }
  }
}
