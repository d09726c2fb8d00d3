package io.espalier.controller.cli;

import picocli.CommandLine.Command;

/** {@code espalier broker …}. */
@Command(
    name = "broker",
    description = "Writes what a secure broker needs, and lets nodes in.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BrokerConfigCommand.class,
      BrokerAddNodeCommand.class,
      BrokerEnrolCommand.class,
      BrokerRemoveNodeCommand.class
    })
public final class BrokerCommand {}
