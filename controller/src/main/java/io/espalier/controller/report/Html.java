package io.espalier.controller.report;

/** What HTML wants written differently. */
final class Html {
  private Html() {}

  /** {@code text} so that a browser shows it as it is, in an element or an attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
