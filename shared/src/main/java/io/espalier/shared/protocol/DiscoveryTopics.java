package io.espalier.shared.protocol;

import io.espalier.shared.fleet.NodeId;

/**
 * Where Home Assistant looks for devices.
 *
 * @param prefix as it is configured there, {@code homeassistant} unless somebody changed it
 */
public record DiscoveryTopics(String prefix) {
  /** The prefix unless another is asked for. */
  public static final String DEFAULT_PREFIX = "homeassistant";

  /**
   * @throws IllegalArgumentException if the prefix is none of a topic
   */
  public DiscoveryTopics {
    prefix = new Topics(prefix).prefix();
  }

  /** What is to be known of a node; retained. */
  public String device(NodeId node) {
    return prefix + "/device/" + object(node) + "/config";
  }

  /** What is to be known of every device, whoever said it. */
  public String everyDevice() {
    return prefix + "/device/+/config";
  }

  /** What it calls a node: only letters, digits, dashes and underscores are allowed there. */
  public String object(NodeId node) {
    return "espalier_" + node.value().replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
