package io.espalier.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private @TempDir Path parent;

  @Test
  void open_countsEachStart() throws IOException {
    for (long start = 1; start <= 3; start++) {
      try (DataDirectory data = DataDirectory.open(parent.resolve("deep/down"))) {
        assertThat(data.epoch()).isEqualTo(start);
      }
    }
  }

  @Test
  void open_refusesASecondNode() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent)) {
      assertThat(data.epoch()).isEqualTo(1);
      assertThatThrownBy(() -> DataDirectory.open(parent))
          .isInstanceOf(IOException.class)
          .hasMessage("data directory " + parent + ": cannot be used: another node uses it");
    }
  }

  @Test
  void open_refusesAFileInThePlaceOfTheDirectory() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("data directory " + file.resolve("data") + ": cannot be used: ");
  }

  @Test
  void open_refusesAnEpochThatIsNoNumber() throws IOException {
    Files.writeString(parent.resolve("epoch"), "x");
    assertThatThrownBy(() -> DataDirectory.open(parent))
        .hasMessageEndingWith("epoch: expected a number, found 'x'");
  }
}
