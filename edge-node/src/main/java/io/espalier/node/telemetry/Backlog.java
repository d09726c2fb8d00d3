package io.espalier.node.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps records that do not fit into memory. */
interface Backlog {
  /** Keeps nothing. */
  Backlog NONE =
      new Backlog() {
        @Override
        public boolean append(List<TelemetryRecord> run) {
          return false;
        }

        @Override
        public List<TelemetryRecord> after(long epoch, long seq) {
          return List.of();
        }

        @Override
        public boolean remove(long epoch, long upTo) {
          return false;
        }

        @Override
        public boolean holds(long epoch, long seq) {
          return false;
        }

        @Override
        public long first(long epoch) {
          return Long.MAX_VALUE;
        }

        @Override
        public boolean isFull() {
          return false;
        }

        @Override
        public @Nullable Shed shed() {
          return null;
        }
      };

  /**
   * What was given up.
   *
   * @param lost records that are gone
   * @param told what records among them said is gone: it has to be said again
   */
  record Shed(List<SeqRange> lost, List<SeqRange> told) {}

  /**
   * Keeps records.
   *
   * @param run of one epoch, numbers without a gap
   * @return false if there is no room for them
   */
  boolean append(List<TelemetryRecord> run);

  /** Some records: those of the run that has the first behind that one; none if it was the last. */
  List<TelemetryRecord> after(long epoch, long seq);

  /** Forgets what an epoch has up to a number; whether it had any. */
  boolean remove(long epoch, long upTo);

  /** Whether that record is here. */
  boolean holds(long epoch, long seq);

  /** The first number of an epoch, or {@link Long#MAX_VALUE}. */
  long first(long epoch);

  /** Whether it keeps more than it should. */
  boolean isFull();

  /** Gives up the oldest records; null if there are none. */
  @Nullable Shed shed();
}
