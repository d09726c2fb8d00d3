package io.espalier.controller.cli;

import picocli.CommandLine.Command;

/** {@code espalier telemetry …}. */
@Command(
    name = "telemetry",
    description = "Shows what nodes measure.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TelemetryTailCommand.class, TelemetryExportCommand.class})
public final class TelemetryCommand {}
