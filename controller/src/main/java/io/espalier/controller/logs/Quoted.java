package io.espalier.controller.logs;

/** What others wrote, as it may stand in a line that people read. */
public final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  /** The same without what would look like another line. */
  public static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** The same, and not too long. */
  public static String of(String text) {
    String line = line(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
