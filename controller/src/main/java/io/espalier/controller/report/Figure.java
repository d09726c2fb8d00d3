package io.espalier.controller.report;

import java.util.List;

/** Something drawn, with what a page needs around it. */
sealed interface Figure permits ScatterPlot, BarPlot, Histogram, Figure.Concluded {
  /** What it shows. */
  String title();

  /** How many colours series have; those after the last begin anew. */
  int COLOURS = 6;

  /** The drawing as an {@code <svg>} element. */
  String toSvg();

  /** What its colours and markers stand for. */
  List<Key> legend();

  /** What it says, in a sentence; empty if nobody says it. */
  default String conclusion() {
    return "";
  }

  /** The same with what it says. */
  default Figure concluding(String conclusion) {
    return new Concluded(this, conclusion);
  }

  /** A figure with what it says. */
  record Concluded(Figure figure, @Override String conclusion) implements Figure {
    @Override
    public String title() {
      return figure.title();
    }

    @Override
    public String toSvg() {
      return figure.toSvg();
    }

    @Override
    public List<Key> legend() {
      return figure.legend();
    }
  }

  /**
   * A line of a legend.
   *
   * @param colour which colour of the page, 0 for what others are compared with, 1 to {@link
   *     #COLOURS}
   */
  record Key(String name, int colour, Marker marker) {}

  /** How a point looks, so that series differ without colour too. */
  enum Marker {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    /** Around another marker. */
    RING,
    /** Not a point but a level. */
    DASH
  }
}
