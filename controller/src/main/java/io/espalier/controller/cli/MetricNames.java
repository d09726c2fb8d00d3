package io.espalier.controller.cli;

import io.espalier.controller.telemetry.Metric;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Metrics on the command line, and which there are. */
final class MetricNames implements ITypeConverter<Metric>, Iterable<String> {
  @Override
  public Metric convert(String text) {
    try {
      return Metric.named(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Iterator<String> iterator() {
    return Metric.ALL.stream().map(Metric::name).iterator();
  }
}
