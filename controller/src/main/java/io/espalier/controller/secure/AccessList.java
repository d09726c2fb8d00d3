package io.espalier.controller.secure;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mosquitto's access list: what is not in it is refused. */
final class AccessList {
  /** No node can have it as its id. */
  static final String CONTROLLER = "@controller";

  /** Stands for a node in topics until it gives way to Mosquitto's name of who is connected. */
  private static final NodeId SOMEBODY = new NodeId("-somebody-");

  private static final Digest SOMETHING = Digest.of(new byte[0]);

  private AccessList() {}

  /** What a fleet's members may do: each node with its own topics, the controller with all. */
  static String fleet(Topics topics) {
    List<String> lines = new ArrayList<>();
    lines.add("# A node says what is its own, and hears what is meant for it.");
    Stream.<Function<NodeId, String>>of(
            topics::presence,
            topics::results,
            topics::systemTelemetry,
            topics::inferenceTelemetry,
            topics::accuracyTelemetry,
            topics::driftTelemetry,
            topics::droppedTelemetry,
            topics::reported,
            topics::inferred)
        .forEach(topic -> lines.add("pattern write " + ofWhoIsConnected(topic)));
    lines.add("pattern write " + ofWhoIsConnected(topics::inferred) + "/#");
    Stream.<Function<NodeId, String>>of(
            topics::trials, topics::desired, topics::acks, topics::infer)
        .forEach(topic -> lines.add("pattern read " + ofWhoIsConnected(topic)));
    lines.add("");
    lines.add(
        "# Artifacts are for every node, and from none; Mosquitto warns that these name nobody.");
    lines.add("pattern read " + topics.manifest(SOMETHING).replace(SOMETHING.hex(), "+"));
    lines.add("pattern read " + chunks(topics));
    lines.add("");
    lines.add("user " + CONTROLLER);
    lines.add("topic readwrite " + topics.prefix() + "/#");
    return text(lines);
  }

  /** Takes everything from a node, whatever else the list says. */
  static String nothingFor(NodeId node) {
    return text(List.of("", "user " + node, "topic deny #"));
  }

  /** What strangers may do on a broker that is for nothing else: ask, and hear the answer. */
  static String enrolment(Topics topics) {
    String request = topics.everyEnrolmentRequest();
    String grant = topics.enrolmentGrant(SOMEBODY).replace(SOMEBODY.value(), "+");
    return text(
        List.of(
            "# Whoever has no name yet.",
            "topic write " + request,
            "topic read " + grant,
            "",
            "user " + CONTROLLER,
            "topic read " + request,
            "topic readwrite " + grant));
  }

  private static String chunks(Topics topics) {
    String first = topics.chunk(SOMETHING, 0).replace(SOMETHING.hex(), "+");
    return first.substring(0, first.lastIndexOf('/')) + "/+";
  }

  private static String ofWhoIsConnected(Function<NodeId, String> topic) {
    return topic.apply(SOMEBODY).replace(SOMEBODY.value(), "%u");
  }

  private static String text(List<String> lines) {
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
