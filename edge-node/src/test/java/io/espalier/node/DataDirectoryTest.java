package io.espalier.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  private static final InstantSource IN_1970 = InstantSource.fixed(Instant.EPOCH);

  private @TempDir Path parent;

  @Test
  void open_countsEachStart() throws IOException {
    for (long start = 1; start <= 3; start++) {
      try (DataDirectory data = DataDirectory.open(parent.resolve("deep/down"), IN_1970)) {
        assertThat(data.epoch()).isEqualTo(start);
      }
    }
  }

  @Test
  void open_refusesASecondNode() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent, IN_1970)) {
      assertThat(data.epoch()).isEqualTo(1);
      assertThatThrownBy(() -> DataDirectory.open(parent, IN_1970))
          .isInstanceOf(IOException.class)
          .hasMessage("data directory " + parent + ": cannot be used: another node uses it");
    }
  }

  @Test
  void open_refusesAFileInThePlaceOfTheDirectory() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("data"), IN_1970))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("data directory " + file.resolve("data") + ": cannot be used: ");
  }

  @Test
  void open_startsLaterThanAnyStartOnALostCard() throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
    try (DataDirectory data = DataDirectory.open(parent, clock)) {
      assertThat(data.epoch()).isEqualTo(1_800_000_000);
    }
  }

  @Test
  void open_goesOnCountingWhenTheClockWasSetBack() throws IOException {
    Files.writeString(parent.resolve("epoch"), "1800000000\n");
    try (DataDirectory data = DataDirectory.open(parent, IN_1970)) {
      assertThat(data.epoch()).isEqualTo(1_800_000_001);
    }
  }

  @Test
  void open_countsWhereTheDiskHasNoRoomForAnotherFile() throws IOException {
    Files.writeString(parent.resolve("epoch"), "7\n");
    Files.createDirectory(parent.resolve("epoch.new"));
    for (long start = 8; start <= 10; start++) {
      try (DataDirectory data = DataDirectory.open(parent, IN_1970)) {
        assertThat(data.epoch()).isEqualTo(start);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "\u00e9", "99999999999999999999"})
  void open_countsAnewWhereTheCountIsDamaged(String damaged) throws IOException {
    Files.writeString(parent.resolve("epoch"), damaged);
    try (DataDirectory data = DataDirectory.open(parent, IN_1970)) {
      assertThat(data.epoch()).isEqualTo(1);
    }
  }
}
