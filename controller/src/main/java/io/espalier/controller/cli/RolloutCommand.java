package io.espalier.controller.cli;

import io.espalier.controller.rollout.RolloutId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code espalier rollout …}. */
@Command(
    name = "rollout",
    description = "Shows rollouts and tells them what to do.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RolloutListCommand.class,
      RolloutStatusCommand.class,
      RolloutAuditCommand.class,
      RolloutOrderCommand.Pause.class,
      RolloutOrderCommand.Resume.class,
      RolloutOrderCommand.Abort.class,
      RolloutOrderCommand.Rollback.class
    })
public final class RolloutCommand {
  /** Ids on the command line. */
  static final class Ids implements ITypeConverter<RolloutId> {
    @Override
    public RolloutId convert(String text) {
      try {
        return new RolloutId(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Who asks, as the machine knows them, for the audit; as part of an address. */
  static String user() {
    return URLEncoder.encode(name(), StandardCharsets.UTF_8);
  }

  /** The same as it is. */
  static String name() {
    String name = System.getProperty("user.name", "");
    return name.isBlank() ? "somebody" : name;
  }
}
