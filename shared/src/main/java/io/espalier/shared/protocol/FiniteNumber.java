package io.espalier.shared.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** JSON has no NaN and no infinity; Jackson would take them as text, or from a huge exponent. */
final class FiniteNumber extends StdScalarDeserializer<Double> {
  private static final long serialVersionUID = 1L;

  FiniteNumber() {
    super(Double.class);
  }

  @Override
  public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      return (Double) context.handleUnexpectedToken(Double.class, parser);
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      return (Double)
          context.handleWeirdNumberValue(Double.class, value, "expected a finite number");
    }
    return value;
  }
}
