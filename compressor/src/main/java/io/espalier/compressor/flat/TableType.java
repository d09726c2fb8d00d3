package io.espalier.compressor.flat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table of a schema: its name, and its slots by number and by name. */
final class TableType {
  private final String name;
  private final List<Field> fields;
  private final Map<String, Field> byName = new HashMap<>();

  TableType(String name, List<Field> fields) {
    this.name = name;
    this.fields = List.copyOf(fields);
    fields.forEach(field -> byName.put(field.name(), field));
  }

  String name() {
    return name;
  }

  List<Field> fields() {
    return fields;
  }

  Field field(String field) {
    Field found = byName.get(field);
    if (found == null) {
      throw new IllegalArgumentException(name + ": has no field " + field);
    }
    return found;
  }
}
