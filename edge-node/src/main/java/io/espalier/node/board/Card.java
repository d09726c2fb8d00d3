package io.espalier.node.board;

import io.espalier.shared.telemetry.CardState;
import io.espalier.shared.telemetry.CardState.Reserve;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first memory card of a board.
 *
 * @param device its directory; absent where there is none
 */
record Card(@Nullable Path device) {
  private static final int SECTOR_BYTES = 512;
  private static final int SECTORS_WRITTEN = 6;
  private static final int PAST_ITS_LIFE = 11;

  /** By the numbers of pre_eol_info, from 1; 0 is unknown. */
  private static final List<Reserve> RESERVES =
      List.of(Reserve.NORMAL, Reserve.WARNING, Reserve.URGENT);

  static Card of(KernelFiles files) {
    // Not mmcblk0boot0, which is a part of one.
    return files.matching("sys/block", "mmcblk*").stream()
        .filter(device -> device.getFileName().toString().matches("mmcblk\\d+"))
        .findFirst()
        .map(Card::new)
        .orElse(new Card(null));
  }

  @Nullable CardState state() {
    return device == null
        ? null
        : new CardState(
            device.getFileName().toString(),
            bytesWritten(device),
            lifeUsedPercent(device),
            reserve(device));
  }

  /** The seventh of the kernel's counters of a disk, in sectors of 512 bytes whatever the disk. */
  private static @Nullable Long bytesWritten(Path device) {
    List<String> counters = KernelFiles.words(device.resolve("stat"));
    Long sectors =
        counters.size() > SECTORS_WRITTEN
            ? KernelFiles.number(counters.get(SECTORS_WRITTEN), 10)
            : null;
    return sectors == null ? null : sectors * SECTOR_BYTES;
  }

  /** The worse of two estimates, for two kinds of cells, each in tenths from 1; 0 is unknown. */
  private static @Nullable Integer lifeUsedPercent(Path device) {
    long most = 0;
    for (String tenths : KernelFiles.words(device.resolve("device/life_time"))) {
      Long used = KernelFiles.number(tenths, 16);
      most = Math.max(most, used == null ? 0 : used);
    }
    return most < 1 || most > PAST_ITS_LIFE ? null : Math.toIntExact(10 * most);
  }

  private static @Nullable Reserve reserve(Path device) {
    Long level = KernelFiles.number(KernelFiles.text(device.resolve("device/pre_eol_info")), 16);
    return level == null || level < 1 || level > RESERVES.size()
        ? null
        : RESERVES.get(level.intValue() - 1);
  }
}
