package io.espalier.controller.cli;

import io.espalier.controller.api.NodeView;
import io.espalier.controller.client.ApiClient;
import io.espalier.shared.fleet.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier nodes label}. */
@Command(
    name = "label",
    description = {
      "Gives labels to a node, which override its own, and takes them away again.",
      "Selectors choose nodes by label; 'group' is one like any other."
    },
    mixinStandardHelpOptions = true)
final class NodesLabelCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The node.", converter = NodeIds.class)
  private NodeId node = new NodeId("none");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "LABEL",
      description = "key=value to give one, key- to take one away.")
  private List<String> changes = new ArrayList<>();

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    ApiClient client = server.client();
    NodeView now = client.get("/nodes/" + node, Map.of(), NodeView.class);
    SortedMap<String, String> labels = new TreeMap<>(now.labelsSet());
    changes.forEach(change -> apply(change, labels));
    NodeView labelled =
        client.put("/nodes/" + node + "/labels", new NodeView.Labels(labels), NodeView.class);
    format.print(NodesCommand.LISTING, labelled);
    return ExitCode.DONE.code();
  }

  private void apply(String change, SortedMap<String, String> labels) {
    int equals = change.indexOf('=');
    if (equals > 0) {
      labels.put(change.substring(0, equals), change.substring(equals + 1));
    } else if (equals < 0 && change.length() > 1 && change.endsWith("-")) {
      labels.remove(change.substring(0, change.length() - 1));
    } else {
      throw new ParameterException(
          command.commandLine(), "label: expected key=value or key-, found '" + change + "'");
    }
  }
}
