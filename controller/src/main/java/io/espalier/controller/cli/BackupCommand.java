package io.espalier.controller.cli;

import io.espalier.controller.backup.BackupFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code espalier backup}. */
@Command(
    name = "backup",
    description = {
      "Writes everything that a controller must not forget into a file, for 'espalier restore'.",
      "The controller goes on meanwhile. Its signing key is not in it: keep that elsewhere."
    },
    mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "FILE", description = "To write, in place of one that may be there.")
  private Path file = Path.of("espalier-backup.zip");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    new OutputFiles(List.of()).claim("FILE", file);
    Path part = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      server.client().save("/backup", part);
      long bytes = Files.size(part);
      String createdAt;
      try (BackupFile whole = BackupFile.open(part)) {
        createdAt = whole.createdAt();
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      format.print(
          "%s: %d bytes, as of %s".formatted(file, bytes, createdAt),
          Map.of("file", file.toString(), "bytes", bytes, "createdAt", createdAt));
    } finally {
      Files.deleteIfExists(part);
    }
    return ExitCode.DONE.code();
  }
}
