package io.espalier.controller.cli;

import picocli.CommandLine.Command;

/** {@code espalier bench …}. */
@Command(
    name = "bench",
    description = "Measures what Espalier reaches on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchCompressorCommand.class,
      BenchNodeCommand.class,
      BenchRolloutsCommand.class,
      BenchFleetCommand.class,
      BenchTelemetryCommand.class,
      BenchControllerCommand.class
    })
public final class BenchCommand {}
