package io.espalier.compressor.flat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tables of a format look like, from a text of lines:
 *
 * <pre>
 * file IDNT Root
 * union Shape Circle Square
 * enum Colour RED GREEN
 * table Root count:int=1 names:[int] shape:Shape data:[ubyte]@16
 * </pre>
 *
 * <p>A slot is a name and a type: a scalar with its default if that is not 0, {@code string}, a
 * table, a union, or a vector of scalars or tables in brackets, with its alignment if that is more
 * than its elements need. A union takes two slots, the first called {@code shape_type}. A line that
 * begins with a space continues the one before; {@code #} begins a comment.
 */
public final class Schema {
  private final Map<String, TableType> tables = new HashMap<>();
  private final Map<String, List<String>> unions = new HashMap<>();
  private final Map<String, List<String>> enums = new HashMap<>();
  private final String identifier;
  private final String root;

  private Schema(List<String[]> statements) {
    String[] file = statements.get(0);
    identifier = file[1];
    root = file[2];
    // Tables name unions, whichever of the two comes first.
    for (String[] words : statements) {
      if (words[0].equals("union")) {
        unions.put(words[1], rest(words));
      } else if (words[0].equals("enum")) {
        enums.put(words[1], rest(words));
      }
    }
    for (String[] words : statements) {
      if (words[0].equals("table")) {
        tables.put(words[1], new TableType(words[1], fields(rest(words))));
      }
    }
  }

  /**
   * The schema that a text describes.
   *
   * @throws IllegalArgumentException if it names a table that it does not describe
   */
  public static Schema parse(String text) {
    String joined = text.replaceAll("#[^\n]*", "").replaceAll("\n[ \t]+", " ");
    List<String[]> statements =
        joined.lines().filter(line -> !line.isBlank()).map(line -> line.split("\\s+")).toList();
    Schema schema = new Schema(statements);
    schema.tables.values().stream()
        .flatMap(table -> table.fields().stream())
        .flatMap(field -> field.targets().stream())
        .forEach(schema::table);
    return schema;
  }

  /** The names of an enumeration, by their numbers; empty if there is none of that name. */
  public List<String> names(String enumeration) {
    return List.copyOf(enums.getOrDefault(enumeration, List.of()));
  }

  String identifier() {
    return identifier;
  }

  TableType root() {
    return table(root);
  }

  TableType table(String name) {
    TableType table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException("schema: has no table " + name);
    }
    return table;
  }

  private List<Field> fields(List<String> words) {
    List<Field> fields = new ArrayList<>();
    for (String word : words) {
      String name = word.substring(0, word.indexOf(':'));
      String type = word.substring(name.length() + 1);
      if (unions.containsKey(type)) {
        fields.add(scalar(name + "_type", fields.size(), "ubyte"));
      }
      fields.add(field(name, fields.size(), type));
    }
    return fields;
  }

  private Field field(String name, int id, String type) {
    if (unions.containsKey(type)) {
      return reference(name, id, type, Field.Kind.UNION, unions.get(type));
    }
    if (type.equals("string")) {
      return new Field(
          name, id, type, Field.Kind.STRING, Primitive.UBYTE, Integer.BYTES, 0, List.of());
    }
    if (!type.startsWith("[")) {
      return Primitive.names(type.replaceAll("=.*", ""))
          ? scalar(name, id, type)
          : reference(name, id, type, Field.Kind.TABLE, List.of(type));
    }
    String element = type.substring(1, type.indexOf(']'));
    if (!Primitive.names(element)) {
      return reference(name, id, type, Field.Kind.TABLES, List.of(element));
    }
    Primitive primitive = Primitive.of(element);
    int at = type.indexOf('@');
    int alignment = at < 0 ? primitive.bytes : Integer.parseInt(type.substring(at + 1));
    return new Field(
        name,
        id,
        type,
        Field.Kind.VECTOR,
        primitive,
        Math.max(Integer.BYTES, alignment),
        0,
        List.of());
  }

  private static Field scalar(String name, int id, String type) {
    int equals = type.indexOf('=');
    long byDefault = equals < 0 ? 0 : Long.parseLong(type.substring(equals + 1));
    Primitive primitive = Primitive.of(equals < 0 ? type : type.substring(0, equals));
    return new Field(
        name, id, type, Field.Kind.SCALAR, primitive, primitive.bytes, byDefault, List.of());
  }

  private static Field reference(
      String name, int id, String type, Field.Kind kind, List<String> targets) {
    return new Field(name, id, type, kind, Primitive.UINT, Integer.BYTES, 0, targets);
  }

  private static List<String> rest(String[] words) {
    return Arrays.asList(words).subList(2, words.length);
  }
}
