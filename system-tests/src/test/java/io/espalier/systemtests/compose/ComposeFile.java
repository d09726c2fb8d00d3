package io.espalier.systemtests.compose;

import io.espalier.systemtests.compose.Service.Condition;
import io.espalier.systemtests.compose.Service.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What this project's compose file says, as Compose would understand it; what it has no use for is
 * refused, so that nothing is overlooked.
 *
 * @param services by name, in the order of the file
 * @param volumes that it declares
 */
record ComposeFile(Map<String, Service> services, Set<String> volumes) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\$)|\\{(\\w+)})");
  private static final Set<String> KNOWN =
      Set.of(
          "image",
          "user",
          "entrypoint",
          "command",
          "environment",
          "volumes",
          "depends_on",
          "healthcheck",
          "ports",
          "restart");

  /** Reads {@code docker-compose.yml} and {@code .env} of a directory. */
  static ComposeFile read(Path directory) throws IOException {
    Map<String, String> variables = variables(directory.resolve(".env"));
    Object read =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(directory.resolve("docker-compose.yml")));
    Map<String, Object> root = map(resolved(read, variables));
    Map<String, Service> services = new LinkedHashMap<>();
    map(root.get("services")).forEach((name, said) -> services.put(name, service(name, map(said))));
    return new ComposeFile(services, map(root.get("volumes")).keySet());
  }

  /** What {@code .env} says. */
  static Map<String, String> variables(Path file) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int sign = line.indexOf('=');
      if (!line.startsWith("#") && sign > 0) {
        variables.put(line.substring(0, sign), line.substring(sign + 1));
      }
    }
    return variables;
  }

  /** One after the other, each after those that it depends on. */
  List<Service> inOrder() {
    List<Service> order = new ArrayList<>();
    services.values().forEach(service -> add(service, order));
    return order;
  }

  private void add(Service service, List<Service> order) {
    service.dependsOn().keySet().forEach(name -> add(named(name), order));
    if (!order.contains(service)) {
      order.add(service);
    }
  }

  Service named(String name) {
    Service found = services.get(name);
    if (found == null) {
      throw new IllegalArgumentException("service " + name + ": expected one, found none");
    }
    return found;
  }

  private static Service service(String name, Map<String, Object> said) {
    for (String key : said.keySet()) {
      if (!KNOWN.contains(key)) {
        throw new IllegalArgumentException(
            "service %s: expected one of %s, found %s".formatted(name, KNOWN, key));
      }
    }
    Map<String, Condition> dependsOn = new LinkedHashMap<>();
    map(said.get("depends_on"))
        .forEach(
            (other, how) ->
                dependsOn.put(
                    other,
                    Condition.valueOf(
                        String.valueOf(map(how).get("condition")).toUpperCase(Locale.ROOT))));
    Map<String, String> environment = new LinkedHashMap<>();
    map(said.get("environment")).forEach((key, value) -> environment.put(key, value.toString()));
    List<String> test = list(map(said.get("healthcheck")).get("test"));
    return new Service(
        name,
        String.valueOf(said.get("image")),
        said.get("user") == null ? null : said.get("user").toString(),
        list(said.get("entrypoint")),
        list(said.get("command")),
        environment,
        orEmpty(list(said.get("volumes"))).stream().map(Mount::parse).toList(),
        dependsOn,
        test == null ? null : test.subList(1, test.size()),
        orEmpty(list(said.get("ports"))));
  }

  private static Object resolved(Object value, Map<String, String> variables) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> all = new LinkedHashMap<>();
      map.forEach((key, inner) -> all.put(String.valueOf(key), resolvedOrNone(inner, variables)));
      return all;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(inner -> resolved(inner, variables)).toList();
    }
    return value instanceof String text
        ? VARIABLE.matcher(text).replaceAll(found -> value(found, variables))
        : value;
  }

  private static @Nullable Object resolvedOrNone(
      @Nullable Object value, Map<String, String> variables) {
    return value == null ? null : resolved(value, variables);
  }

  private static String value(MatchResult found, Map<String, String> variables) {
    if (found.group(1) != null) {
      return "\\$";
    }
    String value = variables.get(found.group(2));
    if (value == null) {
      throw new IllegalArgumentException(
          ".env: expected a line for " + found.group(2) + ", found none");
    }
    return Matcher.quoteReplacement(value);
  }

  @SuppressWarnings("unchecked") // Keys were made strings by resolved().
  private static Map<String, Object> map(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  private static @Nullable List<String> list(@Nullable Object value) {
    return value == null ? null : ((List<?>) value).stream().map(String::valueOf).toList();
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
