package io.espalier.controller.cli;

import io.espalier.compressor.Allocation;
import io.espalier.compressor.LayoutRule;
import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;
import java.util.Iterator;
import java.util.List;
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

  static final class OfPrecision extends Labels<Precision> {
    OfPrecision() {
      super(Precision.values(), Precision::label);
    }
  }

  static final class OfLayout extends Labels<LayoutRule> {
    OfLayout() {
      super(LayoutRule.values(), LayoutRule::label);
    }
  }

  static final class OfCalibration extends Labels<Calibration> {
    OfCalibration() {
      super(Calibration.values(), Calibration::label);
    }
  }

  static final class OfRounding extends Labels<WeightRounding> {
    OfRounding() {
      super(WeightRounding.values(), WeightRounding::label);
    }
  }

  static final class OfGoal extends Labels<TrainingGoal> {
    OfGoal() {
      super(TrainingGoal.values(), TrainingGoal::label);
    }
  }

  static final class OfConverter extends Labels<Converter> {
    OfConverter() {
      super(Converter.values(), Converter::label);
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
}
