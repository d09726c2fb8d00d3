package io.espalier.controller.broker;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * An MQTT 5 broker inside this process, in memory only. It is for runs on one machine; a fleet
 * wants a broker of its own.
 */
public final class EmbeddedBroker extends VerticleBase {
  private static final String ACCEPTOR = "mqtt";
  private static final String RETAINED = "$sys.mqtt.retain.";
  private static final long SWEEP_MILLIS = 10_000;

  private final String host;
  private final int requestedPort;
  private final EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();
  private Set<SimpleString> emptyLastTime = Set.of();
  private volatile int port;

  /** A broker that will listen there; port 0 takes any free one. */
  public EmbeddedBroker(String host, int port) {
    this.host = host;
    this.requestedPort = port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(
            () -> {
              requireFree();
              artemis.setConfiguration(configuration()).start();
              port = server().getRemotingService().getAcceptor(ACCEPTOR).getActualPort();
              return null;
            })
        .onSuccess(
            started ->
                vertx.setPeriodic(SWEEP_MILLIS, timer -> vertx.executeBlocking(this::sweep)));
  }

  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(artemis::stop);
  }

  /** The address to connect to; known once started. */
  public URI address() {
    return URI.create("mqtt://" + host + ":" + port);
  }

  private void requireFree() throws PortInUseException {
    // Artemis itself would say so only in its log, and start without the acceptor.
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, requestedPort));
    } catch (java.io.IOException e) {
      throw new PortInUseException(host, requestedPort, e);
    }
  }

  private Configuration configuration() throws Exception {
    return new ConfigurationImpl()
        .setPersistenceEnabled(false)
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        // A full disk is no reason for a broker without files to block its publishers.
        .setMaxDiskUsage(-1)
        .addAddressSetting(
            "#", new AddressSettings().setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK))
        .addAcceptorConfiguration(
            ACCEPTOR, "tcp://%s:%d?protocols=MQTT".formatted(host, requestedPort));
  }

  ActiveMQServer server() {
    return artemis.getActiveMQServer();
  }

  /**
   * Artemis keeps 60 KB for each topic that ever had a retained message, for good; an experiment of
   * ten seeds uses twenty thousand. So queues that were found empty twice go.
   */
  private Object sweep() throws Exception {
    Set<SimpleString> empty = new HashSet<>();
    for (SimpleString address : server().getPostOffice().getAddresses()) {
      if (!address.toString().startsWith(RETAINED)) {
        continue;
      }
      Queue queue = server().locateQueue(address);
      if (queue == null || queue.getMessageCount() > 0) {
        continue;
      }
      if (emptyLastTime.contains(address)) {
        server().destroyQueue(address);
      } else {
        empty.add(address);
      }
    }
    emptyLastTime = empty;
    return empty;
  }
}
