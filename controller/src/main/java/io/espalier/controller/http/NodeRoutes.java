package io.espalier.controller.http;

import io.espalier.controller.api.DeploymentView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.fleet.Fleet;
import io.espalier.controller.fleet.KnownNode;
import io.espalier.controller.fleet.Selector;
import io.espalier.controller.rollout.RolloutArchive;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** {@code /nodes}: which there are, their labels, and what was brought to them. */
public final class NodeRoutes implements Routes {
  private static final int MOST_LABELS = 64;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._/-]{1,64}");
  private static final int LONGEST_VALUE = 200;

  private final Fleet fleet;
  private final DesiredStates desired;
  private final RolloutArchive rollouts;
  private final WorkerExecutor workers;

  /** The nodes of that fleet, and what those rollouts were to bring to them. */
  public NodeRoutes(
      Fleet fleet, DesiredStates desired, RolloutArchive rollouts, WorkerExecutor workers) {
    this.fleet = fleet;
    this.desired = desired;
    this.rollouts = rollouts;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/nodes").handler(this::list);
    api.get("/nodes/:id").handler(this::show);
    api.get("/nodes/:id/deployments").handler(this::deployments);
    api.get("/nodes/:id/labels").handler(this::labels);
    api.put("/nodes/:id/labels").handler(this::label);
  }

  private void list(RoutingContext exchange) {
    Selector selector = selector(exchange);
    // Ten thousand nodes take longer to write down than an event loop has time.
    Page page = Page.asked(exchange);
    workers
        .executeBlocking(
            () -> {
              Page.Of<KnownNode> found =
                  page.byKey(
                      fleet.registry().all().stream().filter(selector::matches).toList(),
                      node -> node.id().value());
              return MessageCodec.encode(
                  new NodeView.Several(
                      found.items().stream().map(this::view).toList(), found.next()));
            },
            false)
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  /** Which nodes are asked for; all where that is not said. */
  static Selector selector(RoutingContext exchange) {
    try {
      return Selector.parse(exchange.request().getParam("selector", "all"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private void show(RoutingContext exchange) {
    NodeId id = id(exchange);
    Exchange.answer(exchange, 200, view(known(id)));
  }

  private void deployments(RoutingContext exchange) {
    NodeId id = known(id(exchange)).id();
    workers
        .executeBlocking(
            () -> MessageCodec.encode(DeploymentView.Several.of(id, rollouts.all())), false)
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  private void label(RoutingContext exchange) {
    NodeId id = id(exchange);
    SortedMap<String, String> labels = Exchange.read(exchange, NodeView.Labels.class).labels();
    requireSensible(labels);
    String wanted = Tag.wanted(exchange);
    fleet
        .label(
            id,
            labels,
            node -> {
              if (!tag(node).matches(wanted)) {
                throw Tag.changed("node " + id);
              }
            })
        .map(node -> node.orElseThrow(() -> unknown(id)))
        .onSuccess(
            node -> {
              tag(node).tell(exchange);
              Exchange.answer(exchange, 200, view(node));
            })
        .onFailure(exchange::fail);
  }

  private KnownNode known(NodeId id) {
    return fleet.registry().node(id).orElseThrow(() -> unknown(id));
  }

  private void labels(RoutingContext exchange) {
    KnownNode node = known(id(exchange));
    tag(node).tell(exchange);
    Exchange.answer(exchange, 200, new NodeView.Labels(node.labelsSet()));
  }

  /** Of what was given to it, which is all that is changed here. */
  private static Tag tag(KnownNode node) {
    return Tag.of(node.id(), node.labelsSet());
  }

  private NodeView view(KnownNode node) {
    return view(node, desired);
  }

  /** A node together with what should run on it. */
  static NodeView view(KnownNode node, DesiredStates desired) {
    return new NodeView(
        node.id(),
        node.online(),
        node.lastSeen(),
        node.labels(),
        node.labelsSet(),
        node.descriptor(),
        desired.of(node.id()).orElse(null),
        node.reported());
  }

  private static void requireSensible(SortedMap<String, String> labels) {
    if (labels.size() > MOST_LABELS) {
      throw ProblemException.badRequest(
          "labels: expected at most %d, found %d".formatted(MOST_LABELS, labels.size()));
    }
    labels.forEach(
        (key, value) -> {
          if (!LABEL.matcher(key).matches()
              || value == null
              || value.length() > LONGEST_VALUE
              || value.indexOf(',') >= 0) {
            throw ProblemException.badRequest(
                "label: expected 1 to 64 letters, digits, '.', '-', '_' or '/' and a value of up"
                    + " to 200 characters without commas, found '"
                    + key
                    + "' = '"
                    + value
                    + "'");
          }
        });
  }

  private static NodeId id(RoutingContext exchange) {
    try {
      return new NodeId(exchange.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException unknown(NodeId id) {
    return ProblemException.notFound("node " + id + ": expected one that was heard of, found none");
  }
}
