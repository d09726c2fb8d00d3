package io.espalier.controller.cli;

import io.espalier.controller.api.TokenView;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier tokens list}. */
@Command(
    name = "list",
    description = "Lists the tokens that were given out, without their secrets.",
    mixinStandardHelpOptions = true)
final class TokensListCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    format.print(
        TokensCommand.LISTING,
        server.client().get("/tokens", Map.of(), TokenView.Several.class).tokens());
    return ExitCode.DONE.code();
  }
}
