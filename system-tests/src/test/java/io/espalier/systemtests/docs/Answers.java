package io.espalier.systemtests.docs;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what a program said against what a page shows of it. Figures, digests and times may be
 * others, {@code …} stands for anything, and lines may be left out.
 */
final class Answers {
  private static final Pattern FIGURES =
      Pattern.compile("(-?([0-9][-0-9a-fA-F.:TZ]*|[0-9a-f]{8,}))+");

  private Answers() {}

  /** The lines shown, from the first on that was not said where it should have been. */
  static List<String> missing(List<String> shown, List<String> said) {
    List<String> wanted = shown.stream().filter(line -> !line.isBlank()).toList();
    int found = 0;
    for (String line : said) {
      if (found < wanted.size()
          && pattern(wanted.get(found)).matcher(withoutFigures(line)).matches()) {
        found++;
      }
    }
    return wanted.subList(found, wanted.size());
  }

  private static Pattern pattern(String shown) {
    return Pattern.compile(
        Stream.of(withoutFigures(shown).strip().split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*", "\\s*", "\\s*")));
  }

  private static String withoutFigures(String line) {
    return FIGURES.matcher(line).replaceAll("#");
  }
}
