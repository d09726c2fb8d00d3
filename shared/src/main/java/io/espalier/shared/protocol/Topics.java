package io.espalier.shared.protocol;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every topic of the protocol, under one prefix.
 *
 * @param prefix one or more levels without wildcards, no slash at either end
 */
public record Topics(String prefix) {
  /** The prefix unless another is asked for. */
  public static final String DEFAULT_PREFIX = "espalier/v1";

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

  /**
   * @throws IllegalArgumentException if the prefix has an empty level or a character that is not a
   *     letter, a digit, a dot, a dash or an underscore
   */
  public Topics {
    if (!ALLOWED.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "topic prefix: expected levels of letters, digits, '.', '-' or '_', found '"
              + prefix
              + "'");
    }
  }

  /** Whether a node is there; retained. */
  public String presence(NodeId node) {
    return node(node) + "/presence";
  }

  /** What a node is asked to measure. */
  public String trials(NodeId node) {
    return node(node) + "/trials";
  }

  /** What a node measured; the response topic of its trials. */
  public String results(NodeId node) {
    return node(node) + "/results";
  }

  /** How busy a node is. */
  public String systemTelemetry(NodeId node) {
    return node(node) + "/telemetry/system";
  }

  /** How fast a node runs a model. */
  public String inferenceTelemetry(NodeId node) {
    return node(node) + "/telemetry/inference";
  }

  /** How often a node's model is right. */
  public String accuracyTelemetry(NodeId node) {
    return node(node) + "/telemetry/accuracy";
  }

  /** How far what a node's model meets is from what it met when it was accepted. */
  public String driftTelemetry(NodeId node) {
    return node(node) + "/telemetry/drift";
  }

  /** Which telemetry a node had to drop. */
  public String droppedTelemetry(NodeId node) {
    return node(node) + "/telemetry/dropped";
  }

  /** How much of a node's telemetry is stored. */
  public String acks(NodeId node) {
    return node(node) + "/acks";
  }

  /** What should run on a node; retained. */
  public String desired(NodeId node) {
    return node(node) + "/desired";
  }

  /** What runs on a node; retained. */
  public String reported(NodeId node) {
    return node(node) + "/reported";
  }

  /** Samples for the model that serves on a node. */
  public String infer(NodeId node) {
    return node(node) + "/infer";
  }

  /** What that model made of them, unless the request named another topic. */
  public String inferred(NodeId node) {
    return node(node) + "/inferred";
  }

  /**
   * Where the answer to samples goes: to the topic that the request names, or to {@link #inferred}.
   * Of the protocol's own topics it may name only that one and those below: else anybody could make
   * a node say what it never said.
   */
  public String inferenceAnswer(NodeId node, @Nullable String named) {
    String own = inferred(node);
    if (named == null || named.isEmpty() || named.contains("+") || named.contains("#")) {
      return own;
    }
    boolean allowed = !named.startsWith(prefix + "/") || named.startsWith(own + "/");
    return allowed ? named : own;
  }

  /** Where a new node asks for a certificate. */
  public String enrolmentRequest(NodeId node) {
    return prefix + "/enrol/" + node + "/request";
  }

  /** Where it gets it. */
  public String enrolmentGrant(NodeId node) {
    return prefix + "/enrol/" + node + "/grant";
  }

  /** What an artifact is and how it is cut; retained. */
  public String manifest(Digest artifact) {
    return artifact(artifact) + "/manifest";
  }

  /** The bytes of one chunk; retained. */
  public String chunk(Digest artifact, int n) {
    return artifact(artifact) + "/chunks/" + n;
  }

  /** The presence of all nodes. */
  public String everyPresence() {
    return prefix + "/nodes/+/presence";
  }

  /** The results of all nodes. */
  public String everyResult() {
    return prefix + "/nodes/+/results";
  }

  /** What runs on every node. */
  public String everyReported() {
    return prefix + "/nodes/+/reported";
  }

  /** Every new node that asks for a certificate. */
  public String everyEnrolmentRequest() {
    return prefix + "/enrol/+/request";
  }

  /** The telemetry of all nodes. */
  public String everyTelemetry() {
    return prefix + "/nodes/+/telemetry/+";
  }

  /** A share of it: the broker gives each message to one of those that subscribe to this. */
  public String sharedTelemetry() {
    return "$share/espalier/" + everyTelemetry();
  }

  /**
   * The number of the chunk that is published on {@code topic}.
   *
   * @throws IllegalArgumentException if that is no chunk topic of {@code artifact}
   */
  public int chunkNumber(Digest artifact, String topic) {
    String start = artifact(artifact) + "/chunks/";
    String number = topic.startsWith(start) ? topic.substring(start.length()) : "";
    if (!number.matches("0|[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("topic: expected " + start + "N, found " + topic);
    }
    return Integer.parseInt(number);
  }

  /**
   * The node that a topic under {@code nodes/} belongs to.
   *
   * @throws IllegalArgumentException if the topic belongs to no node
   */
  public NodeId nodeOf(String topic) {
    String start = prefix + "/nodes/";
    int end = topic.indexOf('/', Math.min(start.length(), topic.length()));
    if (!topic.startsWith(start) || end < 0) {
      throw new IllegalArgumentException("topic: expected " + start + "NODE/…, found " + topic);
    }
    return new NodeId(topic.substring(start.length(), end));
  }

  /**
   * The kind of telemetry of a topic under {@link #everyTelemetry()}, for instance {@code system}.
   */
  public String telemetryKind(String topic) {
    return topic.substring(topic.lastIndexOf('/') + 1);
  }

  private String node(NodeId node) {
    return prefix + "/nodes/" + node;
  }

  private String artifact(Digest artifact) {
    return prefix + "/artifacts/" + artifact;
  }
}
