package io.espalier.controller.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.espalier.controller.access.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that wants to know who looks at it. */
class SignInIT {
  @TempDir private static Path directory;

  private static Furnished controller;
  private static Chromium chromium;
  private static String admin = "";

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Chromium.program().isPresent(), "expected Chromium on this machine, found none");
    controller = new Furnished(directory);
    chromium = new Chromium(Chromium.program().orElseThrow(), controller.address());
    admin = controller.firstToken("ada");
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (controller != null) {
      controller.close();
    }
  }

  @Test
  void dashboard_isShownToWhoeverHasAToken_untilTheySignOut() {
    Page page = chromium.open("/#/experiments", ColorScheme.LIGHT);
    assertThat(page.locator("main")).containsText("espalier tokens add");
    signIn(page, admin.substring(0, admin.length() - 4) + "AAAA");
    assertThat(page.getByRole(AriaRole.ALERT).filter(words("does not know that token")))
        .isVisible();
    signIn(page, admin);
    assertThat(page.getByText("mnist-paper")).isVisible();
    assertThat(page.locator("#session")).containsText("ada, admin");
    assertThat(page.locator("#link")).hasText("Live");
    page.getByText("Sign out").click();
    assertThat(page.getByLabel("Token")).isVisible();
    assertThat(page.locator("#session")).isHidden();
    chromium.visit(page, "/#/fleet");
    assertThat(page.getByLabel("Token")).isVisible();
  }

  @Test
  void whoeverMayOnlyLook_isShownNothingToPress() throws Exception {
    Page page = chromium.open("/#/experiments/mnist-paper", ColorScheme.LIGHT);
    signIn(page, controller.token("guest", Role.VIEWER, admin));
    assertThat(page.locator("#session")).containsText("guest, viewer");
    Locator deploy = page.locator("button").filter(words("Deploy this one"));
    assertThat(deploy).hasCount(1);
    assertThat(deploy).isHidden();
    page.getByText("Sign out").click();
    signIn(page, admin);
    assertThat(page.locator("#session")).containsText("ada, admin");
    chromium.visit(page, "/#/experiments/mnist-paper");
    assertThat(deploy).isVisible();
  }

  private static void signIn(Page page, String token) {
    page.getByLabel("Token").fill(token);
    page.getByRole(AriaRole.BUTTON).filter(words("Sign in")).click();
  }

  private static Locator.FilterOptions words(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
