package io.espalier.controller.secure;

import io.espalier.shared.protocol.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a broker is to be like.
 *
 * @param identity by what it knows nodes
 * @param host the address that it listens on for nodes
 * @param port for nodes, 1 to 65,532; the next for controllers, the two after for enrolment
 * @param controllerHost the address that it listens on for controllers
 * @param names by which its clients reach it, at least one
 * @param topics under which prefix everything is said
 * @param user whom it becomes where the system's administrator starts it
 * @param installed where the broker will find its files
 */
public record BrokerPlan(
    NodeIdentity identity,
    String host,
    int port,
    String controllerHost,
    List<String> names,
    Topics topics,
    String user,
    Path installed) {
  /** Ports of a plan, one after the other. */
  private static final int PORTS = 4;

  private static final int MOST = 65_535;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:-]+");

  /**
   * @throws IllegalArgumentException if a value cannot be written into a configuration
   */
  public BrokerPlan {
    names = List.copyOf(names);
    if (port < 1 || port > MOST - PORTS + 1) {
      throw new IllegalArgumentException(
          "port: expected 1 to %d, for %d are needed one after the other, found %d"
              .formatted(MOST - PORTS + 1, PORTS, port));
    }
    requireWord("listen", host);
    requireWord("controller's listen", controllerHost);
    requireWord("user", user);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("names of the broker: expected at least one, found none");
    }
    names.forEach(name -> requireWord("name of the broker", name));
    if (installed.toString().contains("\n")) {
      throw new IllegalArgumentException("directory: expected a path of one line");
    }
  }

  int controllerPort() {
    return port + 1;
  }

  int enrolmentPort() {
    return port + 2;
  }

  int enrolmentControllerPort() {
    return port + 3;
  }

  private static void requireWord(String what, String text) {
    if (!WORD.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s: expected letters, digits, '.', ':', '-' or '_', found '%s'".formatted(what, text));
    }
  }
}
