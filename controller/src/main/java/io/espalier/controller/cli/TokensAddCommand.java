package io.espalier.controller.cli;

import io.espalier.controller.access.Role;
import io.espalier.controller.api.TokenView;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code espalier tokens add}. */
@Command(
    name = "add",
    description = {
      "Gives out a token and prints it, this once.",
      "The first must be an admin's that does not expire; from then on everybody needs one."
    },
    mixinStandardHelpOptions = true)
final class TokensAddCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "NAME", description = "Of whoever is to show it, for the audit log.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      converter = Roles.class,
      description = "viewer reads, operator changes what runs, admin gives out tokens.")
  private Role role = Role.VIEWER;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      converter = Times.class,
      description = "When it ends, such as 12h, 90d or 52w from now (default: never).")
  private @Nullable Duration expires;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    TokenView.Made made =
        server
            .client()
            .post(
                "/tokens",
                new TokenView.Wanted(name, role, expires == null ? null : expires.toSeconds()),
                TokenView.Made.class);
    command
        .commandLine()
        .getErr()
        .printf("espalier: the token of %s, which is not shown again:%n", made.token().name());
    format.print(
        made.secret(),
        Map.of("name", name, "role", made.token().role().text(), "secret", made.secret()));
    return ExitCode.DONE.code();
  }

  /** Roles on the command line. */
  static final class Roles implements ITypeConverter<Role> {
    @Override
    public Role convert(String text) {
      for (Role role : Role.values()) {
        if (role.text().equals(text.toLowerCase(Locale.ROOT))) {
          return role;
        }
      }
      throw new TypeConversionException("expected viewer, operator or admin, found '" + text + "'");
    }
  }

  /** Times from now on the command line. */
  static final class Times implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})([mhdw])");
    private static final int DAYS_A_WEEK = 7;

    @Override
    public Duration convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "expected a number and m, h, d or w, found '" + text + "'");
      }
      long number = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> Duration.ofDays(DAYS_A_WEEK * number);
      };
    }
  }
}
