package io.espalier.controller.dashboard;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The system's Chromium, driven; it notes whatever pages complain of. */
final class Chromium implements AutoCloseable {
  static final int DESK_WIDTH = 1440;
  static final int DESK_HEIGHT = 900;

  /** For a machine that does other things besides. */
  private static final int PATIENCE_MILLIS = 60_000;

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Set<String> UNBEARABLE = Set.of("serious", "critical");

  private final Playwright playwright;
  private final Browser browser;
  private final String base;
  private final List<String> complaints = new ArrayList<>();

  /** The program, if this machine has it. */
  static Optional<Path> program() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it, to look at pages under that address. */
  Chromium(Path program, String base) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    this.base = base;
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** A page of the dashboard at the size of a desk. */
  Page open(String path, ColorScheme scheme) {
    return open(path, scheme, DESK_WIDTH, DESK_HEIGHT);
  }

  /** A page of the dashboard. */
  Page open(String path, ColorScheme scheme, int width, int height) {
    Page page = blank(scheme, width, height);
    visit(page, path);
    return page;
  }

  /** Goes to a page of the dashboard. */
  void visit(Page page, String path) {
    page.navigate(base + path);
  }

  /** A page of a browser that has seen nothing yet. */
  Page blank(ColorScheme scheme, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    return page;
  }

  /** What pages complained of so far. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What somebody who cannot see or point would stumble over; by all rules, or by these. */
  static List<String> barriers(Page page, String... rules) {
    AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
    return (rules.length == 0 ? axe : axe.withRules(List.of(rules)))
        .analyze().getViolations().stream()
            .filter(rule -> UNBEARABLE.contains(rule.getImpact()))
            .map(Chromium::inOneLine)
            .toList();
  }

  /** Keeps a picture of a page for whoever looks at the build. */
  static void keep(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static String inOneLine(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream().map(node -> node.getHtml()).limit(3).toList()
        + " "
        + rule.getNodes().stream().map(node -> node.getFailureSummary()).limit(1).toList();
  }
}
