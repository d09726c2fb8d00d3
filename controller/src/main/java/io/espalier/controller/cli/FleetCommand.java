package io.espalier.controller.cli;

import picocli.CommandLine.Command;

/** {@code espalier fleet …}. */
@Command(
    name = "fleet",
    description = "Tries controller and broker with fleets that do not exist.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {FleetSimulateCommand.class})
public final class FleetCommand {}
