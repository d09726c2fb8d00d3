package io.espalier.controller.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.espalier.controller.access.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that wants to know who looks at it. */
class SignInIT {
  @TempDir private Path directory;

  @Test
  void dashboard_isShownToWhoeverHasAToken_untilTheySignOut() throws Exception {
    assumeTrue(Chromium.program().isPresent(), "expected Chromium on this machine, found none");
    try (Furnished controller = new Furnished(directory);
        Chromium chromium = new Chromium(Chromium.program().orElseThrow(), controller.address())) {
      String token = controller.firstToken("ada");
      Page page = chromium.open("/#/experiments", ColorScheme.LIGHT);
      assertThat(page.locator("main")).containsText("espalier tokens add");
      signIn(page, token.substring(0, token.length() - 4) + "AAAA");
      assertThat(page.getByRole(AriaRole.ALERT).filter(words("does not know that token")))
          .isVisible();
      signIn(page, token);
      assertThat(page.getByText("mnist-paper")).isVisible();
      assertThat(page.locator("#session")).containsText("ada, admin");
      assertThat(page.locator("#link")).hasText("Live");
      page.getByText("Sign out").click();
      assertThat(page.getByLabel("Token")).isVisible();
      assertThat(page.locator("#session")).isHidden();
      chromium.visit(page, "/#/fleet");
      assertThat(page.getByLabel("Token")).isVisible();
    }
  }

  @Test
  void whoeverMayOnlyLook_isShownNothingToPress() throws Exception {
    assumeTrue(Chromium.program().isPresent(), "expected Chromium on this machine, found none");
    try (Furnished controller = new Furnished(directory);
        Chromium chromium = new Chromium(Chromium.program().orElseThrow(), controller.address())) {
      String admin = controller.firstToken("ada");
      String viewer = controller.token("guest", Role.VIEWER, admin);
      Page page = chromium.open("/#/experiments/mnist-paper", ColorScheme.LIGHT);
      signIn(page, viewer);
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
  }

  private static void signIn(Page page, String token) {
    page.getByLabel("Token").fill(token);
    page.getByRole(AriaRole.BUTTON).filter(words("Sign in")).click();
  }

  private static Locator.FilterOptions words(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
