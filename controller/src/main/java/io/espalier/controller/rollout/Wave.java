package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Up to where a wave goes. */
public sealed interface Wave {
  /** What people write, and {@link #parse} reads. */
  @JsonValue
  String text();

  /**
   * Up to a share of all nodes, of every hardware class alike.
   *
   * @param share above 0, at most 1
   */
  record Share(double share) implements Wave {
    /**
     * @throws IllegalArgumentException if the share is out of range
     */
    public Share {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("wave: expected more than 0% up to 100%");
      }
    }

    @Override
    public String text() {
      String percent = String.format(Locale.ROOT, "%.4f", 100 * share);
      return percent.replaceAll("\\.?0+$", "") + "%";
    }
  }

  /**
   * Up to a number of nodes, of every hardware class alike.
   *
   * @param nodes at least 1
   */
  record Count(int nodes) implements Wave {
    /**
     * @throws IllegalArgumentException if there are none
     */
    public Count {
      if (nodes < 1) {
        throw new IllegalArgumentException("wave: expected at least 1 node, found " + nodes);
      }
    }

    @Override
    public String text() {
      return Integer.toString(nodes);
    }
  }

  /**
   * All nodes with a label that no wave before has taken.
   *
   * @param key of the label
   * @param value of the label
   */
  record Group(String key, String value) implements Wave {
    @Override
    public String text() {
      return key + "=" + value;
    }

    boolean has(Map<String, String> labels) {
      return value.equals(labels.get(key));
    }
  }

  /**
   * Reads {@code 5%}, {@code 20} or {@code group=lab}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  @JsonCreator
  static Wave parse(String text) {
    Matcher share = Patterns.SHARE.matcher(text);
    if (share.matches()) {
      return new Share(Double.parseDouble(share.group(1)) / 100);
    }
    if (Patterns.COUNT.matcher(text).matches()) {
      return new Count(Integer.parseInt(text));
    }
    Matcher group = Patterns.GROUP.matcher(text);
    if (group.matches()) {
      return new Group(group.group(1), group.group(2));
    }
    throw new IllegalArgumentException(
        "wave: expected a share such as 5%, a number of nodes, or a label such as group=lab, found '"
            + text
            + "'");
  }

  /** What the three look like. */
  final class Patterns {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");
    private static final Pattern COUNT = Pattern.compile("\\d{1,6}");
    private static final Pattern GROUP = Pattern.compile("([^=,\\s]+)=([^=,\\s]+)");

    private Patterns() {}
  }
}
