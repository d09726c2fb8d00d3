package io.espalier.node.link;

import io.espalier.node.enrol.GrantedCertificate;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.enrol.EnrolmentToken;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks for a certificate, over a connection of its own. */
public final class EnrolmentLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EnrolmentLink.class.getName());

  /** Nothing is lost by asking again: the same question gets the same answer. */
  private static final long ASK_AGAIN_SECONDS = 5;

  private final URI broker;
  private final Topics topics;
  private final BrokerLink link;
  private final CompletableFuture<EnrolmentGrant> granted = new CompletableFuture<>();
  private volatile @Nullable String refusal;

  /** A link to a broker that lets strangers ask. */
  public EnrolmentLink(URI broker, LinkSecurity security, Topics topics) {
    this.broker = broker;
    this.topics = topics;
    // Nobody knows this name, so nobody can push this link off the broker by taking it.
    String clientId =
        "espalier-enrolment-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    this.link = new BrokerLink(new LinkConfig(broker, clientId, null, 0, security));
  }

  /**
   * Asks until there is an answer.
   *
   * @param token that proves both question and answer
   * @throws IOException with one line for people, if the answer is no, or there is none in time
   */
  public EnrolmentGrant ask(EnrolmentRequest request, EnrolmentToken token, Duration atMost)
      throws IOException, InterruptedException {
    link.subscribe(
        List.of(topics.enrolmentGrant(request.node())),
        message -> answered(message, request, token));
    link.onSession(resumed -> link.offer(question(request)));
    link.start();
    long rounds = Math.max(1, atMost.toSeconds() / ASK_AGAIN_SECONDS);
    for (long round = 0; round < rounds; round++) {
      if (round > 0) {
        link.offer(question(request));
      }
      try {
        return granted.get(ASK_AGAIN_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        // Heard out for so long: somebody else may have been refused under this name.
        if (refusal != null) {
          throw new IOException(refusal, e);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a grant is never failed", e);
      }
    }
    throw new IOException(
        "broker %s: expected an answer within %d s, found none"
            .formatted(broker, atMost.toSeconds()));
  }

  @Override
  public void close() {
    link.close();
  }

  private OutboundMessage question(EnrolmentRequest request) {
    return OutboundMessage.event(
        topics.enrolmentRequest(request.node()), MessageCodec.encode(request));
  }

  private void answered(InboundMessage message, EnrolmentRequest request, EnrolmentToken token) {
    if (message.payload().length == 0) {
      return;
    }
    try {
      EnrolmentGrant grant = MessageCodec.decode(message.payload(), EnrolmentGrant.class);
      if (grant.error() != null) {
        refusal = grant.error();
      } else if (grant.node().equals(request.node())
          && token.proves(grant)
          && GrantedCertificate.isFor(grant, request)) {
        granted.complete(grant);
      }
    } catch (MalformedMessageException e) {
      LOG.log(
          System.Logger.Level.WARNING, "topic={0} refused: {1}", message.topic(), e.getMessage());
    }
  }
}
