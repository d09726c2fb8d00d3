package io.espalier.controller.cli;

import picocli.CommandLine.Command;

/** {@code espalier data …}. */
@Command(
    name = "data",
    description = "Samples that models are trained on, calibrated with and judged by.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = DataExportCommand.class)
public final class DataCommand {}
