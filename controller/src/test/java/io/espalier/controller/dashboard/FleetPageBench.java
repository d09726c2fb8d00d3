package io.espalier.controller.dashboard;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.espalier.controller.api.FleetView;
import io.espalier.controller.cli.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * How soon somebody can use the fleet page with that many nodes, in milliseconds, the middle of
 * several times; beside it, as the floor, how soon the same browser shows the page without any
 * node. Run by hand, for it says how fast a machine is: {@code docs/reference/dashboard.md} says
 * how.
 */
final class FleetPageBench {
  private static final int TIMES = 9;
  private static final String NODE = "tr[data-key='pi-001']";

  /** Notes in each page when it has shown, and painted, what is looked for. */
  private static final String WATCH =
      """
      const look = () => document.querySelector("%s")
        ? setTimeout(() => { window.shownAt = performance.now(); })
        : requestAnimationFrame(look);
      requestAnimationFrame(look);
      """;

  /** From a key in the filter until the rows that are left can be seen. */
  private static final String FILTERED =
      """
      () => new Promise(done => {
        const input = document.querySelector('input[type=search]');
        const begun = performance.now();
        input.value = 'pi-49';
        input.dispatchEvent(new Event('input'));
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
      })
      """;

  /** From a turn of the wheel half-way down the list until those rows can be seen. */
  private static final String SCROLLED =
      """
      () => new Promise(done => {
        const begun = performance.now();
        scrollTo(0, document.documentElement.scrollHeight / 2);
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))));
      })
      """;

  private FleetPageBench() {}

  public static void main(String[] args) throws Exception {
    int nodes = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
    Path directory = Files.createTempDirectory("espalier-fleet-page");
    try (Furnished controller = new Furnished(directory);
        Chromium chromium = new Chromium(Chromium.program().orElseThrow(), controller.address())) {
      double floor = middle(chromium, "main .empty", FleetPageBench::shown);
      for (int i = 1; i <= nodes; i++) {
        controller.fleet().appear(i);
        controller.fleet().measure(i, i % 100 / 100.0);
      }
      await().atMost(Duration.ofMinutes(5)).until(() -> isWhole(controller.nodes(), nodes));
      double interactive = middle(chromium, NODE, FleetPageBench::shown);
      double filtered = middle(chromium, NODE, page -> after(page, FILTERED));
      double scrolled = middle(chromium, NODE, page -> after(page, SCROLLED));
      System.out.printf(
          "%-40s %8.0f ms, floor %.0f ms%n",
          "fleet page of " + nodes + " nodes, interactive", interactive, floor);
      System.out.printf("%-40s %8.0f ms%n", "the same, filtered by name", filtered);
      System.out.printf("%-40s %8.0f ms%n", "the same, scrolled half-way", scrolled);
      System.out.println("on " + Machine.describe());
    }
  }

  private static boolean isWhole(FleetView fleet, int nodes) {
    return fleet.nodes().stream().filter(node -> node.figures() != null).count() == nodes;
  }

  private static double middle(Chromium chromium, String shown, ToDoubleFunction<Page> measured) {
    double[] millis = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      Page page = chromium.blank(ColorScheme.LIGHT, Chromium.DESK_WIDTH, Chromium.DESK_HEIGHT);
      page.addInitScript(WATCH.formatted(shown));
      chromium.visit(page, "/");
      page.waitForCondition(() -> page.evaluate("window.shownAt") != null);
      millis[i] = measured.applyAsDouble(page);
      page.close();
    }
    Arrays.sort(millis);
    return millis[TIMES / 2];
  }

  private static double shown(Page page) {
    return after(page, "window.shownAt");
  }

  private static double after(Page page, String work) {
    return ((Number) page.evaluate(work)).doubleValue();
  }
}
