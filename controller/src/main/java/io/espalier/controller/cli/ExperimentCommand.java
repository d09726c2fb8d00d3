package io.espalier.controller.cli;

import picocli.CommandLine.Command;

/** {@code espalier experiment …}. */
@Command(
    name = "experiment",
    description = "Runs experiments and shows their results.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ExperimentRunCommand.class, ExperimentShowCommand.class})
public final class ExperimentCommand {}
