package io.espalier.controller.report;

/** What a terminal must not be sent. */
public final class Terminal {
  private Terminal() {}

  /**
   * The text with control characters shown as {@code ?}: names come from files, and some characters
   * would move the cursor or change a terminal's colours.
   */
  public static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
