package io.espalier.controller.objective;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an objective from left to right. For one use. */
final class ObjectiveParser {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(s\\.t\\.|<=|>=|<|>|,|[0-9]+(?:\\.[0-9]+)?|[\\p{L}][\\p{L}0-9]*|%|\\S)");

  private final String text;
  private final Matcher tokens;
  private String token = "";
  private int at;

  ObjectiveParser(String text) {
    this.text = text;
    this.tokens = TOKEN.matcher(text);
    next();
  }

  Objective parse() {
    boolean maximise = isWord("max");
    if (!maximise && !isWord("min")) {
      throw wrong("'max' or 'min'");
    }
    next();
    Quantity quantity = quantity();
    List<Constraint> constraints = new ArrayList<>();
    if (token.equals("s.t.")) {
      do {
        next();
        constraints.add(constraint());
      } while (token.equals(","));
    }
    if (!token.isEmpty()) {
      throw wrong(constraints.isEmpty() ? "'s.t.' or the end" : "',' or the end");
    }
    return new Objective(maximise, quantity, constraints);
  }

  private Constraint constraint() {
    Quantity quantity = quantity();
    String sign = token;
    if (!sign.startsWith("<") && !sign.startsWith(">")) {
      throw wrong("one of <, <=, >, >=");
    }
    next();
    if (token.isEmpty() || !Character.isDigit(token.charAt(0))) {
      throw wrong("a number");
    }
    BigDecimal number = new BigDecimal(token);
    next();
    boolean hasUnit =
        !token.isEmpty() && (token.equals("%") || Character.isLetter(token.charAt(0)));
    double scale =
        quantity
            .scale(hasUnit ? token : "")
            .orElseThrow(
                () ->
                    wrong(
                        quantity.units().isEmpty()
                            ? "no unit, for %s has none".formatted(quantity.label())
                            : "a unit of %s (%s)".formatted(quantity.label(), quantity.units())));
    if (hasUnit) {
      next();
    }
    return new Constraint(
        quantity,
        sign.startsWith("<"),
        sign.length() == 1,
        number.multiply(BigDecimal.valueOf(scale)).doubleValue());
  }

  private Quantity quantity() {
    Quantity quantity = Quantity.of(token).orElseThrow(() -> wrong("one of " + Quantity.labels()));
    next();
    return quantity;
  }

  private boolean isWord(String word) {
    return token.toLowerCase(Locale.ROOT).equals(word);
  }

  private void next() {
    if (tokens.find()) {
      token = tokens.group(1);
      at = tokens.start(1);
    } else {
      token = "";
      at = text.length();
    }
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "objective, character %d: expected %s, found %s"
            .formatted(at + 1, expected, token.isEmpty() ? "its end" : "'" + token + "'"));
  }
}
