package io.espalier.node.board;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.CardState;
import io.espalier.shared.telemetry.CardState.Reserve;
import io.espalier.shared.telemetry.Throttling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardTest {
  private static final String THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled";
  private static final String ZONES = "sys/class/thermal/thermal_zone";
  private static final String POLICIES = "sys/devices/system/cpu/cpufreq/policy";

  @TempDir private Path root;

  @Test
  void machineWithoutAny_saysNothing() {
    Board board = new Board(root);
    assertThat(board.state()).isNull();
    assertThat(board.temperatureCelsius()).isNull();
    assertThat(board.model()).isNull();
  }

  @Test
  void raspberryPi_saysEverythingThatItsFilesSay() throws IOException {
    write("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
    clock(0, "600000", "1500000", "ondemand");
    write(ZONES + "0/type", "cpu-thermal");
    write(ZONES + "0/temp", "51121");
    write(THROTTLED, "50005");
    write("sys/block/mmcblk0/stat", " 9 0 180 40 7 2 4096 90 0 1 2");
    Board board = new Board(root);

    assertThat(board.model()).isEqualTo("Raspberry Pi 4 Model B Rev 1.4");
    assertThat(board.temperatureCelsius()).isEqualTo(51.1);
    assertThat(board.state())
        .isEqualTo(
            new BoardState(
                600,
                1_500,
                "ondemand",
                new Throttling(0x50005),
                new CardState("mmcblk0", 4096L * 512, null, null)));
  }

  @Test
  void state_isOfTheMomentAndNotOfTheFirstLook() throws IOException {
    clock(0, "600000", "1500000", "ondemand");
    write(THROTTLED, "0");
    Board board = new Board(root);
    assertThat(requireNonNull(board.state()).throttled()).isEqualTo(new Throttling(0));
    clock(0, "1500000", "1500000", "performance");
    write(THROTTLED, "80008");

    BoardState state = requireNonNull(board.state());
    assertThat(state.cpuMegahertz()).isEqualTo(1_500);
    assertThat(state.governor()).isEqualTo("performance");
    assertThat(state.throttled()).isEqualTo(new Throttling(0x80008));
  }

  @Test
  void clock_isThatOfTheFastestCores() throws IOException {
    clock(0, "800000", "1800000", "ondemand");
    clock(4, "2400000", "2400000", "performance");

    BoardState state = requireNonNull(new Board(root).state());
    assertThat(state.cpuMaxMegahertz()).isEqualTo(2_400);
    assertThat(state.cpuMegahertz()).isEqualTo(2_400);
    assertThat(state.governor()).isEqualTo("performance");
  }

  @Test
  void temperature_isOfTheProcessorAndNotOfAnotherPart() throws IOException {
    write(ZONES + "0/type", "gpu_thermal");
    write(ZONES + "0/temp", "40000");
    write(ZONES + "1/type", "soc_thermal");
    write(ZONES + "1/temp", "62500");
    assertThat(new Board(root).temperatureCelsius()).isEqualTo(62.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-274000", "999999", "warm"})
  void temperature_isAbsentWhereTheSensorSaysNone(String answer) throws IOException {
    write(ZONES + "0/type", "cpu-thermal");
    write(ZONES + "0/temp", answer);
    assertThat(new Board(root).temperatureCelsius()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "-1", "fffffffff"})
  void flags_areAbsentWhereTheyAreNone(String answer) throws IOException {
    write(THROTTLED, answer);
    assertThat(new Board(root).state()).isNull();
  }

  @Test
  void flags_areFoundWhereverTheBoardHasItsFirmware() throws IOException {
    write("sys/bus/platform/drivers/raspberrypi-firmware/soc@1:firmware/get_throttled", "4");
    assertThat(requireNonNull(new Board(root).state()).throttled()).isEqualTo(new Throttling(4));
  }

  @Test
  void vcgencmd_isAskedWhereTheKernelDoesNotSay() throws IOException {
    program("echo throttled=0x50000");
    assertThat(requireNonNull(new Board(root).state()).throttled())
        .isEqualTo(new Throttling(0x50000));
  }

  @Test
  void vcgencmd_isNotAskedAgainOnceItWasRefused() throws IOException {
    Path asked = root.resolve("asked");
    program("echo >>" + asked + "; echo VCHI initialization failed >&2; exit 255");
    Board board = new Board(root);
    assertThat(board.state()).isNull();
    assertThat(board.state()).isNull();
    assertThat(asked).hasContent("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0x01 0x02, 0x01, 20,  NORMAL",
    "0x0b 0x03, 0x02, 110, WARNING",
    "0x01 0x01, 0x03, 10,  URGENT",
    "0x00 0x00, 0x00, ,    ",
    "??,        0x07, ,    "
  })
  void solderedMemory_saysHowWornItIs(
      String lifeTime, String spare, Integer percent, Reserve reserve) throws IOException {
    write("sys/block/mmcblk0/device/life_time", lifeTime);
    write("sys/block/mmcblk0/device/pre_eol_info", spare);
    write("sys/block/mmcblk0boot0/device/life_time", "0x09 0x09");
    assertThat(requireNonNull(new Board(root).state()).card())
        .isEqualTo(new CardState("mmcblk0", null, percent, reserve));
  }

  @Test
  void thisMachine_saysWhatCanBeOrNothing() {
    Board board = Board.ofThisMachine();
    BoardState state = board.state();
    assertThat(state).isNotEqualTo(BoardState.SILENT);
    if (state != null && state.cpuMegahertz() != null) {
      assertThat(state.cpuMegahertz()).isBetween(50, 10_000);
    }
    if (state != null && state.card() != null) {
      assertThat(state.card().device()).startsWith("mmcblk");
    }
    if (board.temperatureCelsius() != null) {
      assertThat(board.temperatureCelsius()).isBetween(-40.0, 120.0);
    }
  }

  private void clock(int policy, String now, String most, String governor) throws IOException {
    write(POLICIES + policy + "/scaling_cur_freq", now);
    write(POLICIES + policy + "/cpuinfo_max_freq", most);
    write(POLICIES + policy + "/scaling_governor", governor);
  }

  private void program(String does) throws IOException {
    Path program = write("usr/bin/vcgencmd", "#!/bin/sh\n" + does);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text + "\n");
  }
}
