package io.espalier.node.telemetry;

import io.espalier.node.board.Board;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.fleet.NodeDescriptor;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import oshi.util.GlobalConfig;

/** Reads the machine's counters, and what it is made of, through OSHI. Thread-safe. */
public final class SystemProbe {
  static {
    // By default OSHI repeats an answer for 300 ms: a share of a trial of a second or two would be
    // that of another interval. It asks once, when it is first used.
    GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
  }

  private final OperatingSystem os;
  private final OSProcess self;
  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private final HardwareAbstractionLayer hardware;
  private final Board board = Board.ofThisMachine();

  /** A probe of this machine and this process. */
  public SystemProbe() {
    SystemInfo system = new SystemInfo();
    this.os = system.getOperatingSystem();
    this.self = os.getProcess(os.getProcessId());
    this.hardware = system.getHardware();
    this.processor = hardware.getProcessor();
    this.memory = hardware.getMemory();
  }

  /** The counters now. */
  public synchronized SystemCounters read() {
    self.updateAttributes();
    long[] ticks = processor.getSystemCpuLoadTicks();
    long total = LongStream.of(ticks).sum();
    long idle = ticks[TickType.IDLE.getIndex()] + ticks[TickType.IOWAIT.getIndex()];
    long memoryTotal = memory.getTotal();
    return new SystemCounters(
        System.nanoTime(),
        self.getKernelTime() + self.getUserTime(),
        total - idle,
        total,
        self.getResidentSetSize(),
        memoryTotal - memory.getAvailable(),
        memoryTotal,
        temperature(),
        board.state());
  }

  /**
   * What this node is made of.
   *
   * @param tensorflowLite version of the TensorFlow Lite runtime
   * @param labels that its owner gave it
   */
  public NodeDescriptor describe(String tensorflowLite, SortedMap<String, String> labels) {
    return new NodeDescriptor(
        hardwareName(),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        memory.getTotal(),
        os.toString(),
        BuildVersion.current().toString(),
        tensorflowLite,
        labels.isEmpty() ? null : labels);
  }

  private String hardwareName() {
    String model = board.model();
    return model == null ? processor.getProcessorIdentifier().getName().strip() : model;
  }

  /**
   * The kernel's own files first: on a Pi, OSHI would start a process each time, and one when it is
   * first asked anywhere. It says 0 or NaN where there is no sensor.
   */
  private @Nullable Double temperature() {
    Double own = board.temperatureCelsius();
    if (own != null) {
      return own;
    }
    double celsius = hardware.getSensors().getCpuTemperature();
    return celsius > 0 ? celsius : null;
  }
}
