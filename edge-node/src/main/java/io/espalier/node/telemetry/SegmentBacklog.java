package io.espalier.node.telemetry;

import io.espalier.node.disk.FlashMeter;
import io.espalier.node.telemetry.SegmentFile.Frame;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A backlog on disk: segments that are only appended to, and deleted once all in them is stored or
 * given up. Nothing is ever rewritten, so a card wears by what is kept, and a power cut costs the
 * frame that was being written. Not thread-safe.
 */
final class SegmentBacklog implements Backlog {
  private static final System.Logger LOG = System.getLogger(SegmentBacklog.class.getName());
  private static final String SUFFIX = ".segment";
  private static final int SEGMENTS = 16;

  /** The first record of a run: what the order of runs goes by. */
  private record Key(long epoch, long seq) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::epoch).thenComparingLong(Key::seq);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Run(Segment segment, Frame frame) {}

  /** A file, and which of its runs still matter. */
  private static final class Segment {
    private final Path file;
    private final Set<Key> runs = new HashSet<>();
    private long size;

    Segment(Path file) {
      this.file = file;
    }
  }

  private final Path directory;
  private final long limit;
  private final FlashMeter flash;
  private final NavigableMap<Key, Run> runs = new TreeMap<>();
  private final Set<Segment> segments = new HashSet<>();
  private @Nullable Segment current;
  private long nextFile;
  private boolean complained;

  private SegmentBacklog(Path directory, long limit, FlashMeter flash) {
    this.directory = directory;
    this.limit = limit;
    this.flash = flash;
  }

  /**
   * Opens a directory, makes it if absent, and finds what earlier starts left there.
   *
   * @param epoch of this start; records of this or a later one are not believed
   * @param limit of all files together, in bytes
   * @throws IOException if the directory cannot be read
   */
  static SegmentBacklog open(Path directory, long epoch, long limit, FlashMeter flash)
      throws IOException {
    Files.createDirectories(directory);
    SegmentBacklog backlog = new SegmentBacklog(directory, limit, flash);
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    for (Path file : files) {
      backlog.find(file, epoch);
    }
    return backlog;
  }

  @Override
  public boolean append(List<TelemetryRecord> run) {
    byte[] frame = SegmentFile.encode(run);
    Segment segment = current;
    if (segment == null || segment.size + frame.length > limit / SEGMENTS) {
      segment = new Segment(directory.resolve("%012d%s".formatted(nextFile++, SUFFIX)));
    }
    try (FileChannel out =
        FileChannel.open(segment.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(segment.size);
      out.position(segment.size);
      ByteBuffer bytes = ByteBuffer.wrap(frame);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(false);
    } catch (IOException e) {
      complain("cannot be written", segment.file, e);
      deleteIfEmpty(segment);
      return false;
    }
    complained = false;
    flash.wrote(frame.length);
    TelemetryRecord first = run.get(0);
    SeqRange range = new SeqRange(first.epoch(), first.seq(), first.seq() + run.size() - 1);
    add(segment, new Frame((int) segment.size, frame.length, range));
    current = segment;
    return true;
  }

  @Override
  public List<TelemetryRecord> after(long epoch, long seq) {
    Map.Entry<Key, Run> next = firstBehind(epoch, seq);
    while (next != null) {
      try {
        return read(next.getValue());
      } catch (IOException e) {
        complain("cannot be read", next.getValue().segment().file, e);
        forget(next.getKey());
      }
      next = firstBehind(epoch, seq);
    }
    return List.of();
  }

  @Override
  public boolean remove(long epoch, long upTo) {
    List<Key> done = new ArrayList<>();
    for (Map.Entry<Key, Run> entry :
        runs.subMap(new Key(epoch, Long.MIN_VALUE), true, new Key(epoch, upTo), true).entrySet()) {
      if (entry.getValue().frame().range().last() <= upTo) {
        done.add(entry.getKey());
      }
    }
    done.forEach(this::forget);
    return !done.isEmpty();
  }

  @Override
  public boolean holds(long epoch, long seq) {
    Map.Entry<Key, Run> run = runs.floorEntry(new Key(epoch, seq));
    return run != null && reaches(run.getValue(), epoch, seq);
  }

  @Override
  public long first(long epoch) {
    Key first = runs.ceilingKey(new Key(epoch, Long.MIN_VALUE));
    return first == null || first.epoch() != epoch ? Long.MAX_VALUE : first.seq();
  }

  @Override
  public boolean isFull() {
    return segments.stream().mapToLong(segment -> segment.size).sum() > limit;
  }

  @Override
  public @Nullable Shed shed() {
    Map.Entry<Key, Run> oldest = runs.firstEntry();
    if (oldest == null) {
      return null;
    }
    List<SeqRange> lost = new ArrayList<>();
    List<SeqRange> told = new ArrayList<>();
    List<Key> keys = new ArrayList<>(oldest.getValue().segment().runs);
    keys.sort(null);
    for (Key key : keys) {
      Run run = runs.get(key);
      if (run != null) {
        lost.add(run.frame().range());
        told.addAll(toldIn(run));
      }
      forget(key);
    }
    return new Shed(lost, told);
  }

  private void find(Path file, long epoch) throws IOException {
    String name = file.getFileName().toString();
    nextFile = Math.max(nextFile, number(name) + 1);
    byte[] content = Files.readAllBytes(file);
    Segment segment = new Segment(file);
    for (Frame frame : SegmentFile.frames(content)) {
      if (frame.range().epoch() < epoch) {
        add(segment, frame);
      }
    }
    if (segment.size < content.length) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: ends with a frame that is not whole", file);
    }
    segment.size = content.length;
    deleteIfEmpty(segment);
  }

  private static long number(String name) {
    try {
      return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void add(Segment segment, Frame frame) {
    Key key = new Key(frame.range().epoch(), frame.range().first());
    runs.put(key, new Run(segment, frame));
    segment.runs.add(key);
    segment.size = (long) frame.offset() + frame.length();
    segments.add(segment);
  }

  private void forget(Key key) {
    Run run = runs.remove(key);
    if (run != null) {
      run.segment().runs.remove(key);
      deleteIfEmpty(run.segment());
    }
  }

  private void deleteIfEmpty(Segment segment) {
    if (!segment.runs.isEmpty()) {
      return;
    }
    segments.remove(segment);
    if (segment == current) {
      current = null;
    }
    try {
      Files.deleteIfExists(segment.file);
    } catch (IOException e) {
      complain("cannot be deleted", segment.file, e);
    }
  }

  private Map.@Nullable Entry<Key, Run> firstBehind(long epoch, long seq) {
    Key key = new Key(epoch, seq);
    Map.Entry<Key, Run> at = runs.floorEntry(key);
    boolean hasMore = at != null && seq < Long.MAX_VALUE && reaches(at.getValue(), epoch, seq + 1);
    return hasMore ? at : runs.higherEntry(key);
  }

  private static boolean reaches(Run run, long epoch, long seq) {
    return run.frame().range().epoch() == epoch && run.frame().range().last() >= seq;
  }

  private List<SeqRange> toldIn(Run run) {
    try {
      return read(run).stream()
          .filter(record -> record.kind() == TelemetryKind.DROPPED)
          .map(TelemetryBuffer::rangeIn)
          .toList();
    } catch (IOException e) {
      complain("cannot be read", run.segment().file, e);
      return List.of();
    }
  }

  private static List<TelemetryRecord> read(Run run) throws IOException {
    byte[] frame = new byte[run.frame().length()];
    try (RandomAccessFile in = new RandomAccessFile(run.segment().file.toFile(), "r")) {
      in.seek(run.frame().offset());
      in.readFully(frame);
    }
    return SegmentFile.decode(frame);
  }

  /** Once for each time of trouble: a full disk stays full for long. */
  private void complain(String what, Path file, IOException why) {
    if (!complained) {
      complained = true;
      LOG.log(System.Logger.Level.WARNING, file + ": " + what + ": " + why.getMessage());
    }
  }
}
