package io.espalier.controller.cli;

import io.espalier.controller.api.TokenView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code espalier tokens remove}. */
@Command(
    name = "remove",
    description = {
      "Takes a token back, and ends the sessions that began with it.",
      "Without the last one, programs of the controller's own machine need none again."
    },
    mixinStandardHelpOptions = true)
final class TokensRemoveCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "NAME", description = "Of the token.")
  private String name = "";

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    String path = "/tokens/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    format.print(TokensCommand.LISTING, server.client().delete(path, TokenView.class));
    return ExitCode.DONE.code();
  }
}
