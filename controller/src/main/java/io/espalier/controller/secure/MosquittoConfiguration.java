package io.espalier.controller.secure;

import java.nio.file.Path;

/** Mosquitto 2.0 configurations: of a fleet's broker, and of one that strangers may reach. */
final class MosquittoConfiguration {
  private final BrokerPlan plan;

  MosquittoConfiguration(BrokerPlan plan) {
    this.plan = plan;
  }

  /** The broker that a fleet lives on. */
  String fleet() {
    boolean certificates = plan.identity() == NodeIdentity.CERTIFICATE;
    return """
        # The broker of a fleet, for Mosquitto 2.0; written by 'espalier broker config'.
        user %s
        allow_anonymous false
        acl_file %s
        %s
        # Nodes. Their client id is their name too, so that none can push another off.
        listener %d %s
        certfile %s
        keyfile %s
        %s
        use_username_as_clientid true

        # Controllers, by certificates of another authority than nodes have.
        listener %d %s
        certfile %s
        keyfile %s
        cafile %s
        require_certificate true
        use_identity_as_username true

        # What is retained outlives the broker.
        persistence true
        persistence_location %s/
        autosave_interval 60
        persistent_client_expiration 1h

        # Without a limit on their number, or messages that were acknowledged would be dropped when
        # a subscriber is slow; a subscriber may leave 256 MiB waiting. Packets of 1 MiB hold the
        # manifest of the largest artifact.
        max_queued_messages 0
        max_queued_bytes 268435456
        max_inflight_messages 1000
        max_packet_size 1048576
        set_tcp_nodelay true

        log_dest stderr
        log_type error
        log_type warning
        log_type notice
        """
        .formatted(
            plan.user(),
            at(BrokerDirectory.ACCESS),
            certificates ? "" : "password_file " + at(BrokerDirectory.PASSWORDS) + "\n",
            plan.port(),
            plan.host(),
            at(BrokerDirectory.BROKER_CERTIFICATE),
            at(BrokerDirectory.BROKER_KEY),
            certificates
                ? "cafile %s\nrequire_certificate true\nuse_identity_as_username true"
                    .formatted(at(BrokerDirectory.AUTHORITY))
                : "# Known by their passwords.",
            plan.controllerPort(),
            plan.controllerHost(),
            at(BrokerDirectory.BROKER_CERTIFICATE),
            at(BrokerDirectory.BROKER_KEY),
            at(BrokerDirectory.CONTROLLERS_AUTHORITY),
            at(BrokerDirectory.DATA));
  }

  /** The broker on which nodes get their certificates; it knows nothing of the fleet. */
  String enrolment() {
    return """
        # A broker for enrolment only, for Mosquitto 2.0; written by 'espalier broker config'.
        # It is needed while new nodes are enrolled, and is best stopped at other times.
        user %s
        acl_file %s

        # Strangers. The list of passwords is empty: without it, any name would be believed.
        allow_anonymous true
        password_file %s
        listener %d %s
        certfile %s
        keyfile %s
        max_connections 100

        # Controllers.
        listener %d %s
        certfile %s
        keyfile %s
        cafile %s
        require_certificate true
        use_identity_as_username true

        # Whatever strangers send must not fill this machine.
        persistence false
        max_packet_size 16384
        max_queued_messages 1000
        max_queued_bytes 4194304
        memory_limit 67108864
        persistent_client_expiration 1h

        log_dest stderr
        log_type error
        log_type warning
        log_type notice
        """
        .formatted(
            plan.user(),
            at(BrokerDirectory.ENROLMENT_ACCESS),
            at(BrokerDirectory.NO_PASSWORDS),
            plan.enrolmentPort(),
            plan.host(),
            at(BrokerDirectory.BROKER_CERTIFICATE),
            at(BrokerDirectory.BROKER_KEY),
            plan.enrolmentControllerPort(),
            plan.controllerHost(),
            at(BrokerDirectory.BROKER_CERTIFICATE),
            at(BrokerDirectory.BROKER_KEY),
            at(BrokerDirectory.CONTROLLERS_AUTHORITY));
  }

  private Path at(String file) {
    return plan.installed().resolve(file);
  }
}
