package io.espalier.controller.comparison;

/**
 * A run, or a part of it: {@code mnist-paper}, {@code mnist-paper:shapley-0.95-int8}.
 *
 * @param run a name or a directory
 * @param selection which of its variants
 */
public record RunName(String run, Selection selection) {
  /**
   * What that names; a colon before the selection.
   *
   * @throws IllegalArgumentException if there is no such selection
   */
  public static RunName parse(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? new RunName(text, Selection.ALL)
        : new RunName(text.substring(0, colon), Selection.parse(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return selection.equals(Selection.ALL) ? run : run + ":" + selection;
  }
}
