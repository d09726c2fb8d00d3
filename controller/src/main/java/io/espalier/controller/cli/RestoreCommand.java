package io.espalier.controller.cli;

import io.espalier.controller.backup.BackupFile;
import io.espalier.controller.backup.Restoration;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.store.StoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier restore}. */
@Command(
    name = "restore",
    description = {
      "Makes of a file of 'espalier backup' what a controller starts with.",
      "The data directory and the store must be empty, and may be of another kind than they were."
    },
    mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "Written by 'espalier backup'.")
  private Path file = Path.of("espalier-backup.zip");

  @Mixin private ControllerPlace place = new ControllerPlace();

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    StoreAddress address = place.store(command);
    if (!Files.isRegularFile(file)) {
      throw new NotFoundException(file + ": expected a backup, found no such file");
    }
    try (BackupFile backup = BackupFile.open(file)) {
      Restoration.restore(backup, place.dataDirectory(), address);
      format.print(
          "%s: as it was at %s".formatted(place.dataDirectory(), backup.createdAt()),
          Map.of(
              "dataDirectory", place.dataDirectory().toString(), "createdAt", backup.createdAt()));
    }
    return ExitCode.DONE.code();
  }
}
