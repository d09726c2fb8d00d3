package io.espalier.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.controller.report.Table;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/**
 * A list in each of its forms: all of it as data, or the columns that fit a screen.
 *
 * @param columns of the table and of CSV
 * @param row the cells of one
 * @param <T> what is listed
 */
record Listing<T>(List<String> columns, Function<T, List<String>> row) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private static final CsvMapper CSV = new CsvMapper();

  Listing {
    columns = List.copyOf(columns);
  }

  /** Prints several: data as one list. */
  void print(List<T> all, ListFormat format, PrintWriter out) throws IOException {
    print(all, all, format, out);
  }

  /** Prints one: data as itself. */
  void print(T one, ListFormat format, PrintWriter out) throws IOException {
    print(one, List.of(one), format, out);
  }

  /** Prints something that has rows: data as all of it, else the rows. */
  void print(Object whole, List<T> rows, ListFormat format, PrintWriter out) throws IOException {
    switch (format) {
      case table -> out.print(table(rows));
      case json -> out.println(Json.of(node(whole)));
      case yaml -> out.print(yaml(node(whole)));
      case csv -> out.print(csv(rows));
    }
    out.flush();
  }

  /** Data as YAML. */
  static String yaml(JsonNode data) throws IOException {
    return YAML.writeValueAsString(data);
  }

  private String table(List<T> all) {
    return new Table(columns, all.stream().map(row).toList()).toText();
  }

  private String csv(List<T> all) throws IOException {
    StringBuilder text = new StringBuilder(CSV.writeValueAsString(columns));
    for (T one : all) {
      text.append(CSV.writeValueAsString(row.apply(one)));
    }
    return text.toString();
  }

  /** By way of the wire's form, so that what is printed is what the controller said. */
  static JsonNode node(Object one) {
    try {
      return MessageCodec.decode(MessageCodec.encode(one), JsonNode.class);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("what was just encoded", e);
    }
  }
}
