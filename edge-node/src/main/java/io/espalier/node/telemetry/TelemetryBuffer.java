package io.espalier.node.telemetry;

import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.DroppedSamples;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the telemetry of one start of the agent and keeps it until it is stored at the other end.
 * It is bounded: where there is no room, the oldest records go, and a record of its own says which.
 * Pure but for its backlog: no clock, no threads. Not thread-safe.
 */
public final class TelemetryBuffer {
  /** Records that are sent and not stored, at most: what has to be sent again is bounded by it. */
  private static final int WINDOW = 512;

  /** Records of a run that goes to the backlog at once, and comes back at once. */
  private static final int RUN_BYTES = 32 << 10;

  /** Writes the record that says which ones are gone. */
  @FunctionalInterface
  public interface Notice {
    /**
     * The payload.
     *
     * @param seq number of the notice itself
     * @param epoch of the records that are gone
     * @param first number of the first of them
     * @param last number of the last of them
     */
    byte[] dropped(long seq, long epoch, long first, long last);
  }

  private final long epoch;
  private final int memoryBytes;
  private final Notice notice;
  private final Backlog backlog;

  /** In the order of records: sent, ready to be sent, then the backlog, then what is newest. */
  private final RecordQueue sent = new RecordQueue();

  private final RecordQueue ready = new RecordQueue();
  private final RecordQueue newest = new RecordQueue();

  /**
   * Notices go first, whatever their numbers: until the other end has them it waits for what will
   * not come, and acknowledges nothing behind it.
   */
  private final RecordQueue notices = new RecordQueue();

  private final Deque<SeqRange> toTell = new ArrayDeque<>();

  private final ToldRanges told = new ToldRanges();

  /** By epoch: up to which number everything is stored. */
  private final Map<Long, Long> stored = new HashMap<>();

  private long nextSeq;
  private long takenEpoch = Long.MIN_VALUE;
  private long takenSeq = Long.MIN_VALUE;
  private long dropped;

  /**
   * An empty buffer in memory alone.
   *
   * @param epoch number of the agent's start
   * @param memoryBytes of all records together, about; at least 16 KiB
   * @param notice writes the record that says which ones are gone
   */
  public TelemetryBuffer(long epoch, int memoryBytes, Notice notice) {
    this(epoch, memoryBytes, notice, Backlog.NONE);
  }

  TelemetryBuffer(long epoch, int memoryBytes, Notice notice, Backlog backlog) {
    this.epoch = epoch;
    this.memoryBytes = memoryBytes;
    this.notice = notice;
    this.backlog = backlog;
  }

  /**
   * Takes a record in.
   *
   * @param message its payload, for the number that it gets
   * @return that number
   */
  public long add(TelemetryKind kind, LongFunction<byte[]> message) {
    long seq = nextSeq;
    newest.add(new TelemetryRecord(epoch, seq, kind, message.apply(seq)));
    nextSeq++;
    if (memory() > memoryBytes) {
      makeRoom();
    }
    return seq;
  }

  /** The next record to send, oldest first; null if all are sent, or too many are not stored. */
  public @Nullable TelemetryRecord next() {
    tellWhatIsGone();
    TelemetryRecord first = notices.poll();
    if (first != null) {
      sent.add(first);
      return first;
    }
    if (sent.size() >= WINDOW || (sent.size() > 0 && sent.bytes() > memoryBytes / 2)) {
      return null;
    }
    TelemetryRecord next = ready.poll();
    if (next == null) {
      load();
      next = ready.poll();
    }
    if (next == null) {
      next = newest.poll();
      taken(next);
    }
    if (next != null) {
      sent.add(next);
    }
    return next;
  }

  /** Lets everything be sent again that is not stored. */
  public void rewind() {
    ready.prepend(sent);
  }

  /** Whether there are records that were sent and are not stored. */
  public boolean awaitsAcknowledgement() {
    return sent.size() > 0;
  }

  /**
   * Takes note that an epoch's records are stored.
   *
   * @param upTo every record up to and including this number; -1 for none
   * @return whether that was news
   */
  public boolean acknowledge(long ofEpoch, long upTo) {
    long known = storedOf(ofEpoch);
    long mark = ofEpoch == epoch ? Math.min(upTo, nextSeq - 1) : upTo;
    if (mark < known || (ofEpoch != epoch && firstOf(ofEpoch) == Long.MAX_VALUE)) {
      return false;
    }
    stored.put(ofEpoch, mark);
    boolean news = sent.remove(ofEpoch, mark);
    news |= notices.remove(ofEpoch, mark);
    news |= ready.remove(ofEpoch, mark);
    news |= backlog.remove(ofEpoch, mark);
    told.remove(ofEpoch, mark);
    tellWhatWillNotCome(ofEpoch, mark);
    return news;
  }

  /** Records of this start that were dropped, in all. */
  public long dropped() {
    return dropped;
  }

  /** Records in memory. */
  public int inMemory() {
    return sent.size() + ready.size() + newest.size() + notices.size();
  }

  /** Brings what is only in memory into the backlog, as far as it takes it; whether any was. */
  boolean spill() {
    List<RecordQueue> queues = List.of(sent, ready, newest, notices);
    if (queues.stream().noneMatch(queue -> queue.has(this::isOnlyInMemory))) {
      return false;
    }
    List<TelemetryRecord> all = new ArrayList<>();
    queues.forEach(queue -> all.addAll(queue.drain()));
    all.sort(TelemetryRecord.ORDER);
    all.stream().filter(record -> record.kind() == TelemetryKind.DROPPED).forEach(notices::add);
    all.removeIf(record -> !isOnlyInMemory(record));
    takenEpoch = Long.MIN_VALUE;
    takenSeq = Long.MIN_VALUE;
    newest.addAll(moved(all));
    shedWhileFull();
    return true;
  }

  private boolean isOnlyInMemory(TelemetryRecord record) {
    return !backlog.holds(record.epoch(), record.seq());
  }

  private int memory() {
    return sent.bytes() + ready.bytes() + newest.bytes() + notices.bytes();
  }

  private void makeRoom() {
    newest.addAll(moved(newest.drain()));
    shedWhileFull();
    if (memory() <= memoryBytes) {
      return;
    }
    // Some at a time, so that one notice speaks for many.
    TelemetryRecord oldest = oldest();
    while (oldest != null) {
      lose(oldest);
      oldest = memory() > memoryBytes - memoryBytes / 8 ? oldest() : null;
    }
  }

  /** Puts records into the backlog; gives back those that it did not take. */
  private List<TelemetryRecord> moved(List<TelemetryRecord> records) {
    int from = 0;
    while (from < records.size()) {
      int to = runEnd(records, from);
      if (!append(records.subList(from, to))) {
        break;
      }
      from = to;
    }
    return new ArrayList<>(records.subList(from, records.size()));
  }

  private boolean append(List<TelemetryRecord> run) {
    while (!backlog.append(run)) {
      if (!shed()) {
        return false;
      }
    }
    return true;
  }

  private static int runEnd(List<TelemetryRecord> records, int from) {
    int to = from + 1;
    int bytes = records.get(from).cost();
    while (to < records.size()
        && records.get(to).epoch() == records.get(to - 1).epoch()
        && records.get(to).seq() == records.get(to - 1).seq() + 1
        && bytes + records.get(to).cost() <= RUN_BYTES) {
      bytes += records.get(to).cost();
      to++;
    }
    return to;
  }

  private void shedWhileFull() {
    while (backlog.isFull() && shed()) {
      // Until it fits.
    }
  }

  /** Gives the oldest part of the backlog up; what of it is in memory is not lost. */
  private boolean shed() {
    Backlog.Shed shed = backlog.shed();
    if (shed == null) {
      return false;
    }
    for (SeqRange range : shed.lost()) {
      boolean here = range.epoch() == takenEpoch;
      long first = here ? Math.max(range.first(), takenSeq + 1) : range.first();
      if (range.epoch() >= takenEpoch && first <= range.last()) {
        drop(new SeqRange(range.epoch(), first, range.last()));
      }
    }
    shed.told().forEach(toTell::add);
    return true;
  }

  private void load() {
    List<TelemetryRecord> run = backlog.after(takenEpoch, takenSeq);
    while (ready.size() == 0 && !run.isEmpty()) {
      for (TelemetryRecord record : run) {
        if (record.isAfter(takenEpoch, takenSeq) && record.seq() > storedOf(record.epoch())) {
          ready.add(record);
        }
        taken(record);
      }
      run = ready.size() == 0 ? backlog.after(takenEpoch, takenSeq) : List.of();
    }
  }

  private void taken(@Nullable TelemetryRecord record) {
    if (record != null && record.isAfter(takenEpoch, takenSeq)) {
      takenEpoch = record.epoch();
      takenSeq = record.seq();
    }
  }

  private @Nullable TelemetryRecord oldest() {
    TelemetryRecord oldest = sent.poll();
    oldest = oldest == null ? ready.poll() : oldest;
    return oldest == null ? newest.poll() : oldest;
  }

  private void lose(TelemetryRecord record) {
    if (!isOnlyInMemory(record)) {
      return;
    }
    drop(new SeqRange(record.epoch(), record.seq(), record.seq()));
    if (record.kind() == TelemetryKind.DROPPED) {
      toTell.add(rangeIn(record));
    }
  }

  private void drop(SeqRange range) {
    long first = Math.max(range.first(), storedOf(range.epoch()) + 1);
    if (first <= range.last()) {
      dropped += range.last() - first + 1;
      gone(new SeqRange(range.epoch(), first, range.last()));
    }
  }

  /** What the other end waits for and is not here, be it lost with the power, will not come. */
  private void tellWhatWillNotCome(long ofEpoch, long mark) {
    long first = firstOf(ofEpoch);
    if (first == Long.MAX_VALUE) {
      if (ofEpoch != epoch) {
        stored.remove(ofEpoch);
      }
      return;
    }
    SeqRange missing = new SeqRange(ofEpoch, mark + 1, first - 1);
    if (missing.count() > 0 && !told.covers(missing)) {
      gone(missing);
    }
  }

  private void gone(SeqRange range) {
    told.add(range);
    SeqRange last = toTell.peekLast();
    boolean continues =
        last != null && last.epoch() == range.epoch() && last.last() + 1 == range.first();
    if (last != null && continues) {
      toTell.removeLast();
      toTell.add(new SeqRange(range.epoch(), last.first(), range.last()));
    } else {
      toTell.add(range);
    }
  }

  private void tellWhatIsGone() {
    for (SeqRange gone = toTell.poll(); gone != null; gone = toTell.poll()) {
      long seq = nextSeq++;
      byte[] payload = notice.dropped(seq, gone.epoch(), gone.first(), gone.last());
      notices.add(new TelemetryRecord(epoch, seq, TelemetryKind.DROPPED, payload));
    }
  }

  private long firstOf(long ofEpoch) {
    long first = backlog.first(ofEpoch);
    for (RecordQueue queue : List.of(sent, ready, newest, notices)) {
      first = Math.min(first, queue.first(ofEpoch));
    }
    return first;
  }

  private long storedOf(long ofEpoch) {
    return stored.getOrDefault(ofEpoch, -1L);
  }

  static SeqRange rangeIn(TelemetryRecord notice) {
    try {
      DroppedSamples gone = MessageCodec.decode(notice.payload(), DroppedSamples.class);
      return new SeqRange(gone.epoch(), gone.first(), gone.last());
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a notice of this node's own is malformed", e);
    }
  }
}
