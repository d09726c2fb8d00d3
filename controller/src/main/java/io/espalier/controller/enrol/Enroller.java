package io.espalier.controller.enrol;

import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.link.Refusals.Kind;
import io.espalier.controller.secure.Authority;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers nodes that ask for a certificate, one after the other. */
public final class Enroller extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Enroller.class);
  private static final long FORGET_MILLIS = 60_000;

  /** Strangers may ask as fast as they like; who is not heard asks again. */
  private static final int MOST_WAITING = 64;

  private final ControllerLink link;
  private final Topics topics;
  private final EnrolmentTokens tokens;
  private final Enrolment enrolment;
  private int waiting;

  /**
   * One that is silent until started.
   *
   * @param link to the broker that strangers may reach
   * @param tokens directory of those that were given out
   * @param authority that vouches for nodes
   * @param signingKey what manifests are signed with; absent where they are not
   */
  public Enroller(
      ControllerLink link,
      Topics topics,
      Path tokens,
      Authority authority,
      @Nullable PublicKey signingKey) {
    this.link = link;
    this.topics = topics;
    this.tokens = new EnrolmentTokens(tokens);
    String key =
        signingKey == null ? null : Base64.getEncoder().encodeToString(signingKey.getEncoded());
    this.enrolment = new Enrolment(this.tokens, authority, key);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(FORGET_MILLIS, timer -> forget());
    return link.subscribe(
        topics.everyEnrolmentRequest(), message -> context.runOnContext(here -> received(message)));
  }

  private void received(InboundMessage message) {
    if (message.payload().length == 0 || waiting >= MOST_WAITING) {
      return;
    }
    try {
      EnrolmentRequest request = MessageCodec.decode(message.payload(), EnrolmentRequest.class);
      if (message.topic().equals(topics.enrolmentRequest(request.node()))) {
        asked(request);
      } else {
        link.refusals().refuse(Kind.ENROLMENT, message.topic(), "asks for " + request.node());
      }
    } catch (MalformedMessageException e) {
      link.refusals().refuse(Kind.ENROLMENT, message.topic(), String.valueOf(e.getMessage()));
    }
  }

  private void asked(EnrolmentRequest request) {
    waiting++;
    vertx
        .executeBlocking(() -> enrolment.answer(request, Instant.now()))
        .onComplete(
            grant -> {
              waiting--;
              answer(grant);
            },
            failure -> {
              waiting--;
              LOG.error("nodeId={} not enrolled: {}", request.node(), failure.toString());
            });
  }

  private void answer(EnrolmentGrant grant) {
    String topic = topics.enrolmentGrant(grant.node());
    byte[] message = MessageCodec.encode(grant);
    if (grant.error() == null) {
      LOG.info("nodeId={} enrolled", grant.node());
      link.publish(OutboundMessage.retained(topic, message));
    } else {
      link.refusals().refuse(Kind.ENROLMENT, topic, grant.error());
      // Not kept: a stranger's question must not push away a node's answer.
      link.publish(OutboundMessage.event(topic, message));
    }
  }

  private void forget() {
    vertx
        .executeBlocking(() -> tokens.forget(Instant.now()))
        .onSuccess(this::clear)
        .onFailure(failure -> LOG.error("tokens not forgotten: {}", failure.toString()));
  }

  private void clear(List<NodeId> answered) {
    answered.forEach(node -> link.publish(OutboundMessage.clear(topics.enrolmentGrant(node))));
  }
}
