package io.espalier.controller.link;

import java.net.URI;

/** No connection to the broker could be made at the start. */
public final class BrokerUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokerUnreachableException(URI broker, long seconds) {
    super(broker + ": expected an MQTT 5 broker, found none within " + seconds + " s");
  }
}
