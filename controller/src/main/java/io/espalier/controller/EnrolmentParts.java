package io.espalier.controller;

import io.espalier.controller.artifact.SigningKey;
import io.espalier.controller.enrol.Enroller;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.secure.BrokerDirectory;
import java.io.IOException;
import java.security.PublicKey;
import java.util.concurrent.ExecutionException;

/**
 * What gives new nodes certificates.
 *
 * @param runId makes names unique at the broker
 */
record EnrolmentParts(FleetConfig config, FleetConfig.Enrolment enrolment, String runId) {
  /** Starts them. */
  void startAll(Parts parts) throws IOException, ExecutionException, InterruptedException {
    ControllerLink strangers =
        ControllerLink.patient(
            enrolment.broker(), "espalier-enrolment-" + runId, config.security());
    PublicKey signer =
        SigningKey.of(config.dataDirectory()).map(SigningKey::publicKey).orElse(null);
    parts.deploy(strangers);
    parts.deploy(
        new Enroller(
            strangers,
            config.topics(),
            BrokerDirectory.tokens(enrolment.directory()),
            BrokerDirectory.authority(enrolment.directory()),
            signer));
  }
}
