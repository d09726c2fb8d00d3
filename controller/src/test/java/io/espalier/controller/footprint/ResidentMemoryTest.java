package io.espalier.controller.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  private static final List<String> SMAPS =
      """
      f0000000-f0800000 rw-p 00000000 00:00 0
      Size:               8192 kB
      Rss:                7000 kB
      Pss:                6999 kB
      f0800000-100000000 ---p 00000000 00:00 0
      Rss:                   0 kB
      100000000-100010000 rw-p 00000000 00:00 0
      Rss:                  40 kB
      7f0000000000-7f0000270000 rwxp 00000000 00:00 0
      Rss:                2000 kB
      7f1000000000-7f1001000000 r-xp 00001000 fe:00 1234                       /usr/lib/jvm/libjvm.so
      Rss:                9000 kB
      7f1001000000-7f1001100000 rw-p 01000000 fe:00 1234                       /usr/lib/jvm/libjvm.so
      Rss:                 800 kB
      7f2000000000-7f2000100000 rw-p 00000000 00:00 0                          [heap]
      Rss:                 500 kB
      7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
      Rss:                  20 kB
      VmFlags: rd wr mr mw me gd ac
      """
          .lines()
          .toList();

  @Test
  void parse_tellsHeapCodeAndTheRestApart() {
    assertThat(ResidentMemory.parse(SMAPS, 0xf0000000L, 0x100000000L))
        .isEqualTo(new ResidentMemory(7_000 * 1_024, 11_800 * 1_024, 560 * 1_024));
  }

  @Test
  void total_isWhatTheKernelSaysOfThisProcess() throws IOException {
    Path self = Path.of("/proc/self");
    Assumptions.assumeTrue(Files.exists(self.resolve("smaps")), "no /proc here");
    long before = resident(self);
    ResidentMemory memory = ResidentMemory.parse(Files.readAllLines(self.resolve("smaps")), 0, 0);
    long after = resident(self);
    // The kernel's quick count may lag behind by some pages for each processor.
    long lag = 1L << 20;
    assertThat(memory.total())
        .isBetween(Math.min(before, after) - lag, Math.max(before, after) + lag);
  }

  @Test
  void flags_areThoseOfTheScriptThatPeopleRun() throws IOException {
    assertThat(Files.readString(Path.of("..", "espalier-node"))).contains("MALLOC_ARENA_MAX");
    List<String> options = Files.readAllLines(Path.of("../edge-node/src/main/jvm.options"));
    assertThat(options.stream().filter(line -> line.startsWith("-")))
        .containsExactlyElementsOf(JavaProcess.FLAGS);
  }

  private static long resident(Path process) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .sum();
  }
}
