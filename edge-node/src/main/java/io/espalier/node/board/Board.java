package io.espalier.node.board;

import io.espalier.shared.telemetry.BoardState;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A board and what it says of itself. */
public final class Board {
  private final @Nullable String model;
  private final Clock clock;
  private final Thermometer thermometer;
  private final Firmware firmware;
  private final Card card;

  /**
   * The board whose files are below a directory.
   *
   * @param root {@code /} on the machine itself
   */
  Board(Path root) {
    KernelFiles files = new KernelFiles(root);
    this.model = KernelFiles.text(files.at("proc/device-tree/model"));
    this.clock = Clock.of(files);
    this.thermometer = Thermometer.of(files);
    this.firmware = Firmware.of(files);
    this.card = Card.of(files);
  }

  /** The one that this runs on. */
  public static Board ofThisMachine() {
    return new Board(Path.of("/"));
  }

  /** What it is called, such as {@code Raspberry Pi 4 Model B Rev 1.4}. */
  public @Nullable String model() {
    return model;
  }

  /** Of its processor now, in degrees Celsius. */
  public @Nullable Double temperatureCelsius() {
    return thermometer.celsius();
  }

  /** Everything else that it says now; absent where it says nothing. */
  public @Nullable BoardState state() {
    BoardState state =
        new BoardState(
            clock.megahertz(),
            clock.maxMegahertz(),
            clock.governor(),
            firmware.throttling(),
            card.state());
    return state.equals(BoardState.SILENT) ? null : state;
  }
}
