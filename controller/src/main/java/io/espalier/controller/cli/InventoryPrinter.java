package io.espalier.controller.cli;

import io.espalier.compressor.report.Untouched;
import io.espalier.compressor.tflite.Inventory;
import io.espalier.compressor.tflite.Inventory.TensorEntry;
import io.espalier.controller.report.Numbers;
import io.espalier.controller.report.Table;
import io.espalier.controller.report.Terminal;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.wire.WireCoding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows what is in a file. */
final class InventoryPrinter {
  private final StringBuilder out = new StringBuilder();

  private InventoryPrinter() {}

  static String text(String model, byte[] content, Inventory inventory) {
    InventoryPrinter printer = new InventoryPrinter();
    printer.summary(model, content, inventory);
    printer.operators(inventory);
    printer.layers(inventory);
    printer.tensors(inventory);
    printer.rest(inventory);
    return printer.out.toString().stripTrailing();
  }

  private void summary(String model, byte[] content, Inventory inventory) {
    line(
        "%s: %s bytes, %s on the wire, SHA-256 %s"
            .formatted(
                model,
                Numbers.count(content.length),
                Numbers.count(WireCoding.encode(content).bytes().length),
                Digest.of(content)));
    line(
        "schema %d, %d %s, %s parameters, %s FLOPs"
            .formatted(
                inventory.schemaVersion(),
                inventory.graphs(),
                inventory.graphs() == 1 ? "subgraph" : "subgraphs",
                Numbers.count(inventory.parameters()),
                Numbers.count(inventory.flops())));
    line("inputs: %s".formatted(String.join(", ", inventory.inputs())));
    line("outputs: %s".formatted(String.join(", ", inventory.outputs())));
    for (Inventory.Signature signature : inventory.signatures()) {
      line(
          "signature %s: %s → %s"
              .formatted(
                  signature.key(),
                  String.join(", ", signature.inputs()),
                  String.join(", ", signature.outputs())));
    }
    if (!inventory.description().isEmpty()) {
      line("description: %s".formatted(inventory.description()));
    }
  }

  private void operators(Inventory inventory) {
    boolean several = inventory.graphs() > 1;
    List<List<String>> rows = new ArrayList<>();
    for (Inventory.OperatorEntry operator : inventory.operators()) {
      String where = several ? " (subgraph " + operator.graph() + ")" : "";
      rows.add(
          List.of(
              operator.name() + where,
              String.valueOf(operator.version()),
              String.valueOf(operator.count())));
    }
    table(List.of("operator", "version", "count"), rows);
  }

  private void layers(Inventory inventory) {
    List<List<String>> rows = new ArrayList<>();
    for (Inventory.Layer layer : inventory.layers()) {
      rows.add(
          List.of(
              layer.name(),
              layer.operator(),
              Numbers.shape(layer.shape()),
              Numbers.count(layer.links()),
              Numbers.share(layer.sparsity()),
              Numbers.count(layer.flops())));
    }
    if (!rows.isEmpty()) {
      table(List.of("can be pruned", "operator", "shape", "links", "zero", "FLOPs"), rows);
    }
    inventory.obstacle().ifPresent(reason -> section("nothing can be pruned: " + reason));
    if (!inventory.untouched().isEmpty()) {
      out.append('\n');
    }
    for (Untouched part : inventory.untouched()) {
      line("left alone: %s: %s".formatted(part.name(), part.reason()));
    }
  }

  private void tensors(Inventory inventory) {
    List<List<String>> rows = new ArrayList<>();
    for (TensorEntry tensor : inventory.tensors()) {
      rows.add(
          List.of(
              tensor.name().isEmpty() ? "#" + tensor.number() : tensor.name(),
              tensor.type(),
              Numbers.shape(tensor.shape()),
              tensor.constantBytes() == 0 ? "" : Numbers.count(tensor.constantBytes()),
              tensor.quantisation()));
    }
    table(List.of("tensor", "type", "shape", "constant, bytes", "quantisation"), rows);
  }

  private void rest(Inventory inventory) {
    for (List<TensorEntry> sharing : inventory.shared()) {
      section(
          "one buffer: "
              + sharing.stream().map(TensorEntry::name).collect(Collectors.joining(", ")));
    }
    if (!inventory.metadata().isEmpty()) {
      out.append('\n');
    }
    for (Inventory.MetadataEntry entry : inventory.metadata()) {
      line("metadata %s: %s bytes".formatted(entry.name(), Numbers.count(entry.bytes())));
    }
    inventory
        .provenance()
        .ifPresent(
            provenance -> {
              section(
                  "made by Espalier " + provenance.version() + " (" + provenance.commit() + ")");
              provenance.recipe().forEach((key, value) -> line("  %s: %s".formatted(key, value)));
            });
  }

  private void table(List<String> columns, List<List<String>> rows) {
    out.append('\n').append(new Table(columns, rows).toText());
  }

  private void section(String text) {
    out.append('\n');
    line(text);
  }

  private void line(String text) {
    out.append(Terminal.printable(text)).append('\n');
  }
}
