package io.espalier.controller.cli;

import io.espalier.controller.access.Secret;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ServerAccess;
import io.espalier.shared.link.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which controller a command asks, and who asks. */
final class ServerOptions {
  private static final String USUAL = "http://127.0.0.1:8080";
  private static final String TOKEN = "ESPALIER_TOKEN";
  private static final Path USUAL_FILE = Path.of(".config", "espalier", "token");

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:ESPALIER_SERVER:-" + USUAL + "}",
      description = "The controller to ask (default: " + USUAL + ", or what ESPALIER_SERVER says).")
  private String server = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "With a token in its first line (default: what ESPALIER_TOKEN says, or"
              + " ~/.config/espalier/token if there is one).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Certificates in PEM that vouch for the controller (default: the system's).")
  private @Nullable Path authority;

  /** Whether somebody said which. */
  boolean isChosen() {
    return !server.equals(USUAL)
        || command.commandLine().getParseResult().hasMatchedOption("--server");
  }

  /**
   * The controller.
   *
   * @throws IOException if the token cannot be read
   */
  ApiClient client() throws IOException {
    try {
      return new ApiClient(new ServerAccess(ServerAccess.address(server), token(), authority));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private @Nullable Secret token() throws IOException {
    if (tokenFile != null) {
      return Secret.parse(SecretFile.firstLine(tokenFile));
    }
    String told = System.getenv(TOKEN);
    if (told != null && !told.isEmpty()) {
      return Secret.parse(told);
    }
    Path usual = Path.of(System.getProperty("user.home", "")).resolve(USUAL_FILE);
    return Files.exists(usual) ? Secret.parse(SecretFile.firstLine(usual)) : null;
  }
}
