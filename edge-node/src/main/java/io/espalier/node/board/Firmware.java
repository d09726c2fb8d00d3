package io.espalier.node.board;

import io.espalier.shared.telemetry.Throttling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the firmware of a Raspberry Pi knows of its own clock: a file, or else a program. */
final class Firmware {
  private static final System.Logger LOG = System.getLogger(Firmware.class.getName());
  private static final String FLAGS = "get_throttled";
  private static final int PATIENCE_SECONDS = 2;
  private static final int LONGEST_ANSWER = 200;

  private final @Nullable Path file;

  /** Not asked again once it has failed: it costs a process. */
  private @Nullable Path program;

  private Firmware(@Nullable Path file, @Nullable Path program) {
    this.file = file;
    this.program = program;
  }

  static Firmware of(KernelFiles files) {
    // Under the driver's name it is wherever a board has it in its tree of devices.
    Path file =
        Stream.concat(
                Stream.of(files.at("sys/devices/platform/soc/soc:firmware")),
                files.matching("sys/bus/platform/drivers/raspberrypi-firmware", "*").stream())
            .map(directory -> directory.resolve(FLAGS))
            .filter(Files::isReadable)
            .findFirst()
            .orElse(null);
    Path program = files.at("usr/bin/vcgencmd");
    return new Firmware(file, file == null && Files.isExecutable(program) ? program : null);
  }

  @Nullable Throttling throttling() {
    Long flags = KernelFiles.number(file == null ? asked() : KernelFiles.text(file), 16);
    return flags == null || flags < 0 || flags > Integer.MAX_VALUE
        ? null
        : new Throttling(flags.intValue());
  }

  /** {@code throttled=0x50000}, without what stands before the number. */
  private @Nullable String asked() {
    if (program == null) {
      return null;
    }
    try {
      String answer = answer(List.of(program.toString(), FLAGS));
      if (answer.startsWith("throttled=")) {
        return answer.substring(answer.indexOf('=') + 1);
      }
      LOG.log(
          System.Logger.Level.INFO,
          "{0}: expected throttled=…, found ''{1}''; it is not asked again",
          program,
          answer);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.INFO, program + " is not asked again: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    program = null;
    return null;
  }

  private static String answer(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("no answer in " + PATIENCE_SECONDS + " s");
      }
      return new String(out.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8).strip();
    } finally {
      process.destroyForcibly();
    }
  }
}
