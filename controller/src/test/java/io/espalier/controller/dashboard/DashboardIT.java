package io.espalier.controller.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.espalier.controller.rollout.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with the dashboard, done in a real browser while nodes go on. */
class DashboardIT {
  private static final long MOST_BYTES_AT_FIRST = 300_000;
  private static final int PHONE_WIDTH = 375;
  private static final int PHONE_HEIGHT = 780;
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private static Path directory;
  private static Furnished controller;
  private static Chromium chromium;

  @BeforeAll
  static void furnish() throws Exception {
    assumeTrue(Chromium.program().isPresent(), "expected Chromium on this machine, found none");
    controller = new Furnished(directory);
    controller.furnish();
    chromium = new Chromium(Chromium.program().orElseThrow(), controller.address());
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
    if (controller != null) {
      controller.close();
    }
  }

  @AfterEach
  void browserHasNothingToComplainOf() {
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void fleet_showsANodeThatAppearsWhileSomebodyLooks() {
    Page page = chromium.open("/", ColorScheme.LIGHT);
    assertThat(row(page, "pi-001")).isVisible();
    assertThat(row(page, "pi-077")).hasCount(0);
    controller.fleet().appear(77);
    assertThat(row(page, "pi-077")).isVisible();
    assertThat(row(page, "pi-077").getByRole(AriaRole.IMG).first())
        .hasAttribute("aria-label", "online");
    controller.fleet().leave(77);
    assertThat(row(page, "pi-077").getByRole(AriaRole.IMG).first())
        .hasAttribute("aria-label", "offline");
    page.close();
  }

  @Test
  void fleet_isFilteredByGroupAndState_andTheAddressRemembersIt() {
    Page page = chromium.open("/", ColorScheme.LIGHT);
    page.getByLabel("Group").selectOption("lab");
    assertThat(row(page, "pi-001")).hasCount(0);
    assertThat(row(page, "pi-004")).isVisible();
    page.getByLabel("State").selectOption("offline");
    assertThat(row(page, "pi-004")).hasCount(0);
    assertThat(row(page, "pi-005")).isVisible();
    page.reload();
    assertThat(row(page, "pi-005")).isVisible();
    assertThat(row(page, "pi-004")).hasCount(0);
    page.close();
  }

  @Test
  void rollout_isHaltedByAClick_onceThatIsConfirmed() throws Exception {
    Page page = chromium.open("/#/rollouts/" + Furnished.ADVANCING, ColorScheme.LIGHT);
    button(page, "Halt").click();
    button(dialog(page), "Leave it").click();
    assertThat(dialog(page)).hasCount(0);
    assertThat(controller.rollout(Furnished.ADVANCING).stage()).isEqualTo(Stage.ADVANCING);
    button(page, "Halt").click();
    button(dialog(page), "Halt").click();
    assertThat(button(page, "Resume")).isVisible();
    assertThat(controller.rollout(Furnished.ADVANCING).stage()).isEqualTo(Stage.PAUSED);
    assertThat(page.locator(".log li").first()).containsText("pause dashboard");
    Chromium.keep(page, "rollout-halted");
    page.close();
  }

  @Test
  void rollout_thatAGateStopped_showsTheEvidenceWithItsInterval() {
    Page page = chromium.open("/#/rollouts/digits-too-small", ColorScheme.LIGHT);
    Locator gate =
        page.locator(".gates li").filter(new Locator.FilterOptions().setHasText("Accuracy lost"));
    assertThat(gate.first()).containsText("failed");
    assertThat(gate.first())
        .containsText(
            Pattern.compile("\\([0-9.]+% to [0-9.]+%\\) from [0-9]+ samples, allowed 4.00%"));
    page.close();
  }

  @Test
  void gates_sayHowSureTheirIntervalsAre_asTheControllerDoes() {
    Page page = chromium.open("/#/fleet", ColorScheme.LIGHT);
    page.route(
        "**/api/v1/rollouts/digits-too-small",
        route -> {
          String told = route.fetch().text();
          String less = told.replace("\"confidence\":0.98", "\"confidence\":0.9");
          route.fulfill(
              new Route.FulfillOptions()
                  .setContentType("application/json")
                  .setBody(less.equals(told) ? "{}" : less));
        });
    chromium.visit(page, "/#/rollouts/digits-too-small");
    assertThat(
            page.locator("section.panel header")
                .filter(new Locator.FilterOptions().setHasText("Gates")))
        .containsText("90 % intervals");
    page.close();
  }

  @Test
  void chart_movesAsANodeMeasures() {
    Page page = chromium.open("/#/nodes/pi-002", ColorScheme.LIGHT);
    Locator cpu = page.locator(".charts > *").filter(new Locator.FilterOptions().setHasText("CPU"));
    assertThat(cpu.locator("canvas")).isVisible();
    Object before = picture(cpu);
    String figure = cpu.locator("header").innerText();
    controller.fleet().measure(2, 0.9);
    await()
        .atMost(LONG)
        .until(
            () ->
                !cpu.locator("header").innerText().equals(figure) && !picture(cpu).equals(before));
    page.close();
  }

  @Test
  void node_isMarkedWhileItsBoardIsSlowed() {
    Page page = chromium.open("/#/nodes/pi-005", ColorScheme.LIGHT);
    Locator charts = page.locator(".charts");
    controller.fleet().measure(5, 0.9);
    assertThat(page.getByText("slowed: soft limit of temperature")).isVisible();
    assertThat(page.locator(".facts")).containsText("1,000 MHz of 1,500 MHz, ondemand");
    assertThat(charts).containsText("Clock");
    controller.fleet().measure(5, 0.2);
    assertThat(page.getByText("slowed: soft limit of temperature")).hasCount(0);
    chromium.visit(page, "/#/nodes/pi-004");
    assertThat(charts).containsText("Accuracy");
    assertThat(charts).not().containsText("Clock");
    assertThat(page.locator(".facts")).not().containsText("Slowed");
    page.close();
  }

  @Test
  void keyboard_isEnough() {
    Page page = chromium.open("/", ColorScheme.LIGHT);
    assertThat(row(page, "pi-001")).isVisible();
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to the page")).isFocused();
    row(page, "pi-001").getByRole(AriaRole.LINK).first().focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName("pi-003")))
        .isFocused();
    chromium.visit(page, "/#/rollouts/digits-first");
    button(page, "Roll back").focus();
    page.keyboard().press("Enter");
    assertThat(button(dialog(page), "Leave it")).isFocused();
    page.keyboard().press("Escape");
    assertThat(dialog(page)).hasCount(0);
    page.close();
  }

  @Test
  void model_isDeployedFromItsPage() {
    controller.fleet().appear(88);
    Page page = chromium.open("/#/models", ColorScheme.LIGHT);
    page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("digits-dense")).click();
    button(page, "Deploy this one").click();
    dialog(page).getByLabel("To which nodes").fill("node=pi-088");
    dialog(page).getByLabel("First to").fill("1");
    button(dialog(page), "Begin the rollout").click();
    assertThat(page).hasURL(Pattern.compile(".*#/rollouts/.+"));
    assertThat(page.locator(".head")).containsText("done");
    page.close();
  }

  @Test
  void experiment_showsWhatNothingBeats_andOffersToDeployThat() {
    Page page = chromium.open("/#/experiments/mnist-paper", ColorScheme.LIGHT);
    assertThat(page.locator(".pareto .ring").first()).isVisible();
    assertThat(page.locator(".pareto .front-line")).isVisible();
    assertThat(page.getByText("Best accuracy")).isVisible();
    assertThat(page.locator("td .dropped"))
        .hasAttribute("aria-label", "seed 2: dropped, after 3 seeds: another is better");
    assertThat(page.locator(".stats")).containsText("Dropped1could no longer win");
    page.locator(".mark").nth(4).focus();
    page.keyboard().press("Enter");
    button(page, "Deploy this one").click();
    assertThat(dialog(page)).containsText("of mnist-paper");
    page.close();
    Page other = chromium.open("/#/experiments/vibration", ColorScheme.LIGHT);
    assertThat(other.getByText("Best AUC")).isVisible();
    assertThat(other.locator(".pareto")).containsText("beaten by none in AUC, bytes and latency");
    assertThat(other.locator("body")).not().containsText("ccuracy");
    other.close();
  }

  @Test
  void twoExperiments_areCompared() {
    Page page = chromium.open("/#/experiments", ColorScheme.LIGHT);
    page.getByRole(AriaRole.CHECKBOX).nth(0).check();
    page.getByRole(AriaRole.CHECKBOX).nth(1).check();
    page.getByText("Compare").first().click();
    assertThat(
            page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText("shapley 92 % · int8")))
        .containsText("pp");
    page.getByLabel("From mnist").first().selectOption("fp32");
    page.getByLabel("To mnist").first().selectOption("int8");
    assertThat(page.getByText("shapley 92 % · fp32 → shapley 92 % · int8")).isVisible();
    assertThat(page.locator(".conclusion")).containsText("In accuracy, ");
    assertThat(page.locator(".below")).containsText("paired by seed");
    page.close();
  }

  @Test
  void firstLoad_isSmall() {
    for (String path : List.of("/", "/#/nodes/pi-002", "/#/experiments/mnist-paper")) {
      AtomicLong bytes = new AtomicLong();
      Page page = chromium.blank(ColorScheme.LIGHT, Chromium.DESK_WIDTH, Chromium.DESK_HEIGHT);
      page.onRequestFinished(
          request ->
              bytes.addAndGet(
                  request.sizes().responseBodySize + request.sizes().responseHeadersSize));
      chromium.visit(page, path);
      assertThat(page.locator("table, canvas, .pareto").first()).isVisible();
      page.close();
      System.out.printf("dashboard: first load of %s: %,d bytes%n", path, bytes.get());
      assertThat(bytes.get()).as(path).isBetween(10_000L, MOST_BYTES_AT_FIRST);
    }
  }

  @Test
  void everyPage_canBeReadByEverybody_inLightAndDarkAndOnAPhone() throws Exception {
    Map<String, String> pages = new TreeMap<>();
    pages.put("fleet", "/");
    pages.put("node", "/#/nodes/pi-002");
    pages.put("rollouts", "/#/rollouts");
    pages.put("rollout", "/#/rollouts/digits-too-small");
    pages.put("experiments", "/#/experiments");
    pages.put("experiment", "/#/experiments/mnist-paper");
    pages.put("compare", "/#/compare/mnist-paper/mnist-again");
    pages.put("models", "/#/models");
    pages.put("model", "/#/models/" + controller.rollout("digits-first").spec().model().hex());
    pages.put("sign-in", "/#/sign-in");
    for (Map.Entry<String, String> one : pages.entrySet()) {
      Page page = chromium.open(one.getValue(), ColorScheme.LIGHT);
      assertThat(page.locator("main h1")).isVisible();
      assertThat(page.locator("[aria-busy]")).hasCount(0);
      assertThat(Chromium.barriers(page)).as(one.getKey()).isEmpty();
      Chromium.keep(page, one.getKey() + "-light");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      assertThat(Chromium.barriers(page, "color-contrast")).as(one.getKey() + " in dark").isEmpty();
      Chromium.keep(page, one.getKey() + "-dark");
      page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
      assertThat(page.evaluate("document.documentElement.scrollWidth"))
          .as(one.getKey())
          .isEqualTo(PHONE_WIDTH);
      Chromium.keep(page, one.getKey() + "-phone");
      page.close();
    }
  }

  private static Object picture(Locator chart) {
    return chart.locator("canvas").evaluate("canvas => canvas.toDataURL()");
  }

  private static Locator row(Page page, String node) {
    return page.locator("tr[data-key='" + node + "']");
  }

  private static Locator dialog(Page page) {
    return page.getByRole(AriaRole.DIALOG);
  }

  private static Locator button(Page page, String words) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(words).setExact(true));
  }

  private static Locator button(Locator place, String words) {
    return place.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words).setExact(true));
  }
}
