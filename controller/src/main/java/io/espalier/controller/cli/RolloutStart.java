package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.rollout.RolloutFile;
import io.espalier.shared.artifact.Digest;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Begins a rollout of whatever model, and waits for its end if that is asked for. */
final class RolloutStart {
  /** Stands for a model whose digest is not known yet, while options are checked. */
  private static final Digest ANY = Digest.of(new byte[0]);

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private RolloutOptions options = new RolloutOptions();
  @Mixin private WaitOptions waiting = new WaitOptions();

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

  /**
   * What is rolled out.
   *
   * @param model the network
   * @param head turns its output into a class, if it needs that
   */
  record Model(Digest model, @Nullable Digest head) {}

  /** Where the model comes from; brings it to the controller. */
  @FunctionalInterface
  interface Source {
    Model bring(ApiClient client) throws Exception;
  }

  /** Does it; Ctrl-C ends the waiting, not the rollout. */
  int run(Source source) throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(
        () -> begin(source), "the rollout goes on; see 'espalier rollout list'", err);
  }

  private int begin(Source source) throws Exception {
    Upload samples =
        probe == null ? null : new Upload("probe", probe, Probes.resolve(probe).encode());
    Digest samplesDigest = samples == null ? null : samples.digest();
    requireSensible(options.file(ANY, null, samplesDigest));
    Duration limit = waiting.limit();
    ApiClient client = server.client();
    Model model = source.bring(client);
    if (samples != null) {
      samples.send(client);
    }
    RolloutView begun =
        client.postOnce(
            "/rollouts?who=" + RolloutCommand.user(),
            options.file(model.model(), model.head(), samplesDigest),
            RolloutView.class);
    PrintWriter out = command.commandLine().getOut();
    if (!wait) {
      RolloutPrinter.print(begun, format.chosen(), out);
      return ExitCode.DONE.code();
    }
    return new RolloutWatch(client, command.commandLine().getErr())
        .until(begun.id(), limit, format.chosen(), out);
  }

  private void requireSensible(RolloutFile rollout) {
    try {
      rollout.toSpec();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
