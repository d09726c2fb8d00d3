package io.espalier.controller.experiment;

import io.espalier.shared.trial.ClassCount;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often each class was recognised, as a field of {@code results.csv}: {@code 0:972/980
 * 1:1130/1135}. Classes of which there are no samples are left out.
 */
public final class ClassCounts {
  private static final Pattern ONE = Pattern.compile("(\\d{1,9}):(\\d{1,9})/(\\d{1,9})");

  private ClassCounts() {}

  /** The text of counts from class 0 on; null for none. */
  static @Nullable String text(@Nullable List<ClassCount> counts) {
    if (counts == null) {
      return null;
    }
    StringJoiner text = new StringJoiner(" ");
    for (int c = 0; c < counts.size(); c++) {
      ClassCount count = counts.get(c);
      if (count.of() > 0) {
        text.add(c + ":" + count.right() + "/" + count.of());
      }
    }
    return text.toString();
  }

  /**
   * The counts in a text, by class.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static SortedMap<Integer, ClassCount> parse(@Nullable String text) {
    SortedMap<Integer, ClassCount> counts = new TreeMap<>();
    if (text == null || text.isEmpty()) {
      return counts;
    }
    for (String word : text.split(" ", -1)) {
      Matcher one = ONE.matcher(word);
      if (!one.matches()) {
        throw new IllegalArgumentException(
            "classes: expected counts such as 0:972/980, found '" + word + "'");
      }
      counts.put(
          Integer.valueOf(one.group(1)),
          new ClassCount(Integer.parseInt(one.group(2)), Integer.parseInt(one.group(3))));
    }
    return counts;
  }
}
