package io.espalier.controller.cli;

import io.espalier.controller.api.TokenView;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code espalier tokens …}. */
@Command(
    name = "tokens",
    description = "Gives out tokens that say who may ask a controller, and takes them back.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TokensInitCommand.class,
      TokensAddCommand.class,
      TokensListCommand.class,
      TokensRemoveCommand.class
    })
public final class TokensCommand {
  /** What fits a line of a screen. */
  static final Listing<TokenView> LISTING =
      new Listing<>(List.of("name", "role", "given out", "expires"), TokensCommand::cells);

  private static List<String> cells(TokenView token) {
    Instant expires = token.expiresAt();
    return List.of(
        token.name(),
        token.role().text(),
        token.createdAt().toString(),
        expires == null ? "never" : expires.toString());
  }
}
