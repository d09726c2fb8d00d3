package io.espalier.controller;

import io.espalier.controller.access.AccessConfig;
import io.espalier.controller.metrics.MetricsConfig;
import io.espalier.controller.store.StoreConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.protocol.DiscoveryTopics;
import io.espalier.shared.protocol.Topics;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that a controller of a fleet is told from outside, read once.
 *
 * @param listen where it is asked
 * @param dataDirectory where it keeps what it must not forget
 * @param broker the broker to use; absent for one inside this process
 * @param security how that broker and the controller know each other
 * @param enrolment how new nodes get certificates; absent if they do not
 * @param mqttListen where the broker inside listens
 * @param topics under which prefix everything is said
 * @param store in which database it keeps them, and how long
 * @param localNodes how many nodes to start on this machine, 0 to 16
 * @param nodeProgram the jar of the node program; needed for local nodes only
 * @param metrics what is measured, and where that goes
 * @param experiments where they have their files, and what they may read
 * @param access who may reach it, and how
 * @param homeAssistant where Home Assistant is told of nodes; absent if it is not
 */
public record FleetConfig(
    Address listen,
    Path dataDirectory,
    @Nullable URI broker,
    LinkSecurity security,
    @Nullable Enrolment enrolment,
    Address mqttListen,
    Topics topics,
    StoreConfig store,
    int localNodes,
    @Nullable Path nodeProgram,
    MetricsConfig metrics,
    ExperimentsConfig experiments,
    AccessConfig access,
    @Nullable DiscoveryTopics homeAssistant) {
  private static final int MOST_LOCAL_NODES = 16;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public FleetConfig {
    if (!listen.isLoopback() && !access.isForOthers()) {
      throw new IllegalArgumentException(
          "--listen: expected an address of loopback, or --tls-certificate and --tls-key, or"
              + " --behind-proxy, found "
              + listen);
    }
    if (broker == null && !security.equals(LinkSecurity.NONE)) {
      throw new IllegalArgumentException(
          "--broker: expected one to go with certificates or a password, found none");
    }
    if (broker != null) {
      security.requireSuits(broker);
    }
    if (localNodes > 0 && !security.equals(LinkSecurity.NONE)) {
      throw new IllegalArgumentException(
          "--local-nodes: expected 0, for they have no certificates, found " + localNodes);
    }
    if (localNodes < 0 || localNodes > MOST_LOCAL_NODES) {
      throw new IllegalArgumentException(
          "--local-nodes: expected 0 to " + MOST_LOCAL_NODES + ", found " + localNodes);
    }
    if (localNodes > 0 && nodeProgram == null) {
      throw new IllegalArgumentException(
          "node program: expected a jar for %d local nodes, found none".formatted(localNodes));
    }
  }

  /** One without certificates and passwords, that keeps as much telemetry as is usual. */
  public FleetConfig(
      Address listen,
      Path dataDirectory,
      @Nullable URI broker,
      Address mqttListen,
      Topics topics,
      int localNodes,
      @Nullable Path nodeProgram) {
    this(
        listen,
        dataDirectory,
        broker,
        LinkSecurity.NONE,
        null,
        mqttListen,
        topics,
        StoreConfig.USUAL,
        localNodes,
        nodeProgram,
        MetricsConfig.USUAL,
        ExperimentsConfig.several(null),
        AccessConfig.LOCAL,
        null);
  }

  /** The same with that for experiments. */
  public FleetConfig with(ExperimentsConfig others) {
    return with(store, others, homeAssistant);
  }

  /** The same, telling Home Assistant of nodes there. */
  public FleetConfig with(DiscoveryTopics discovery) {
    return with(store, experiments, discovery);
  }

  /** The same in that store. */
  public FleetConfig with(StoreConfig other) {
    return with(other, experiments, homeAssistant);
  }

  private FleetConfig with(
      StoreConfig other, ExperimentsConfig others, @Nullable DiscoveryTopics discovery) {
    return new FleetConfig(
        listen,
        dataDirectory,
        broker,
        security,
        enrolment,
        mqttListen,
        topics,
        other,
        localNodes,
        nodeProgram,
        metrics,
        others,
        access,
        discovery);
  }

  /** Where local nodes keep their files. */
  Path nodeDirectory() {
    Path home = experiments.only() != null ? experiments.only() : dataDirectory;
    return home.resolve("nodes");
  }

  /**
   * How new nodes get certificates.
   *
   * @param broker that strangers may reach, {@code mqtts://host[:port]}
   * @param directory with the authority's key and the tokens: {@code controller} of what {@code
   *     broker config} wrote
   */
  public record Enrolment(URI broker, Path directory) {}

  /**
   * Where something listens.
   *
   * @param host name or number
   * @param port 0 for any free one
   */
  public record Address(String host, int port) {
    /**
     * The address that is written like this: {@code HOST:PORT}.
     *
     * @param option names it in messages
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static Address parse(String option, String text) {
      int colon = text.lastIndexOf(':');
      String port = text.substring(colon + 1);
      if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
        throw new IllegalArgumentException(option + ": expected HOST:PORT, found '" + text + "'");
      }
      return new Address(text.substring(0, colon), Integer.parseInt(port));
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }
}
