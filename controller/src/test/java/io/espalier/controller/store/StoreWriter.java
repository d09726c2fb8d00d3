package io.espalier.controller.store;

import io.espalier.controller.store.TelemetryStore.Mark;
import java.nio.file.Path;
import java.util.List;

/** Writes until it is killed, and says each number once its record is committed. */
final class StoreWriter {
  private StoreWriter() {}

  public static void main(String[] arguments) {
    Store store = Store.open(Path.of(arguments[0]));
    long seq = store.telemetry().mark("writer", 1).map(Mark::upTo).orElse(-1L) + 1;
    while (true) {
      store
          .telemetry()
          .save(
              List.of(StoreContract.sample("writer", seq)),
              List.of(new Mark("writer", 1, seq, "", 0)));
      System.out.println(seq + ".");
      seq++;
    }
  }
}
