package io.espalier.controller.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmClassLoadingMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmMemoryMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmThreadMeterConventions;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The process and its Java runtime, by the names of OpenTelemetry. */
final class ProcessMeters {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final long KIB = 1_024;

  private ProcessMeters() {}

  static void register(MeterRegistry registry) {
    Tags none = Tags.empty();
    new JvmMemoryMetrics(none, new OpenTelemetryJvmMemoryMeterConventions(none)).bindTo(registry);
    new JvmThreadMetrics(none, new OpenTelemetryJvmThreadMeterConventions(none)).bindTo(registry);
    new ClassLoaderMetrics(new OpenTelemetryJvmClassLoadingMeterConventions(none)).bindTo(registry);
    FunctionCounter.builder("jvm.gc.duration", STATUS, ignored -> collectionSeconds())
        .description("Time that collectors of garbage took")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("process.cpu.time", STATUS, ignored -> cpuSeconds())
        .description("Time on processors")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("process.uptime", () -> ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS)
        .description("How long it has been running")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("process.memory.usage", ProcessMeters::residentBytes)
        .description("Physical memory in use")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("process.open.file.descriptor.count", ProcessMeters::openFiles)
        .description("Files and sockets that are open")
        .register(registry);
  }

  private static double collectionSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum()
        / MILLIS;
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(time -> time.toNanos() / NANOS)
        .orElse(Double.NaN);
  }

  /** Not a number where there is no Linux. */
  private static double residentBytes() {
    try {
      List<String> lines = Files.readAllLines(STATUS);
      return lines.stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static double openFiles() {
    try (Stream<Path> files = Files.list(DESCRIPTORS)) {
      return files.count();
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
