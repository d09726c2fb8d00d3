package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.access.Role;
import io.espalier.controller.access.Secret;
import io.espalier.controller.access.Token;
import io.espalier.controller.access.TokenRefusal;
import io.espalier.controller.access.Tokens;
import io.espalier.controller.files.DataDirectory;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.StoreAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier tokens init}. */
@Command(
    name = "init",
    description = {
      "Gives out the first token, an admin's, and prints it, this once.",
      "For a controller that is started after that, with TLS or behind a proxy."
    },
    mixinStandardHelpOptions = true)
final class TokensInitCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Of whoever is to show it, for the audit log.")
  private String name = "";

  @Mixin private ControllerPlace place = new ControllerPlace();

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    StoreAddress address = place.store(command);
    Secret secret = Secret.random();
    Token token = new Token(name, Role.ADMIN, secret.hash(), Instant.now(), null);
    if (address != null) {
      giveOut(token, address);
    } else {
      try (DataDirectory directory = DataDirectory.open(place.dataDirectory())) {
        giveOut(token, StoreAddress.file(directory.database()));
      }
    }
    format.print(secret.reveal(), Map.of("name", name, "secret", secret.reveal()));
    return ExitCode.DONE.code();
  }

  private static void giveOut(Token token, StoreAddress address) throws RefusedException {
    try (Store opened = Store.open(address)) {
      Tokens tokens = new Tokens(opened.tokens());
      if (!tokens.isEmpty()) {
        throw new RefusedException(
            "tokens: expected none that was given out, found %d; the controller gives out others"
                .formatted(tokens.all().size()));
      }
      tokens.add(token);
    } catch (TokenRefusal e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }
}
