package io.espalier.controller.cli;

import io.espalier.compressor.Allocation;
import io.espalier.compressor.LayoutRule;
import io.espalier.compressor.NumberFormat;
import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.score.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How constants are called on the command line, both ways. */
abstract class Labels<T> implements ITypeConverter<T>, Iterable<String> {
  private final List<T> constants;
  private final Function<T, String> label;

  private Labels(T[] constants, Function<T, String> label) {
    this.constants = List.of(constants);
    this.label = label;
  }

  static final class OfMethod extends Labels<Method> {
    OfMethod() {
      super(Method.values(), Method::label);
    }
  }

  static final class OfAllocation extends Labels<Allocation> {
    OfAllocation() {
      super(Allocation.values(), Allocation::label);
    }
  }

  static final class OfNumberFormat extends Labels<NumberFormat> {
    OfNumberFormat() {
      super(NumberFormat.values(), NumberFormat::label);
    }
  }

  static final class OfLayout extends Labels<LayoutRule> {
    OfLayout() {
      super(LayoutRule.values(), LayoutRule::label);
    }
  }

  static final class OfCalibration extends Labels<Calibration> {
    OfCalibration() {
      super(Calibration.values(), Labels::lower);
    }
  }

  static final class OfRounding extends Labels<WeightRounding> {
    OfRounding() {
      super(WeightRounding.values(), Labels::lower);
    }
  }

  static final class OfGoal extends Labels<TrainingGoal> {
    OfGoal() {
      super(TrainingGoal.values(), TrainingGoal::label);
    }
  }

  static final class OfConverter extends Labels<Converter> {
    OfConverter() {
      super(
          Converter.values(),
          converter -> converter == Converter.CURRENT ? "current" : converter.version());
    }
  }

  @Override
  public T convert(String text) {
    return constants.stream()
        .filter(constant -> label.apply(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, found '%s'".formatted(String.join(", ", this), text)));
  }

  @Override
  public Iterator<String> iterator() {
    return constants.stream().map(label).iterator();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
