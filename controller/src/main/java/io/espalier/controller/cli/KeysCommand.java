package io.espalier.controller.cli;

import picocli.CommandLine.Command;

/** {@code espalier keys …}. */
@Command(
    name = "keys",
    description = "Makes and shows the key that vouches for models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysInitCommand.class, KeysShowCommand.class})
public final class KeysCommand {}
