package io.espalier.controller.dashboard;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
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
    return open(path, scheme, 1440, 900);
  }

  /** A page of the dashboard. */
  Page open(String path, ColorScheme scheme, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
    context.setDefaultTimeout(15_000);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(path + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(path + ": " + error));
    page.navigate(base + path);
    return page;
  }

  /** What pages complained of so far. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What somebody who cannot see or point would stumble over. */
  static List<String> barriers(Page page) {
    return new AxeBuilder(page)
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
