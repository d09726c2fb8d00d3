package io.espalier.compressor.flat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slot of a table.
 *
 * @param type as the schema spells it, for instance {@code [int]}
 * @param kind what the slot holds
 * @param primitive of the scalar, or of each element of the vector
 * @param alignment of a vector's first element, in bytes
 * @param byDefault what an absent scalar stands for
 * @param targets the table that is referred to; for a union, its members in their order
 */
record Field(
    String name,
    int id,
    String type,
    Kind kind,
    Primitive primitive,
    int alignment,
    long byDefault,
    List<String> targets) {
  /** The ways in which a slot can be filled. */
  enum Kind {
    SCALAR,
    VECTOR,
    STRING,
    TABLE,
    TABLES,
    UNION
  }

  /** Bytes that the slot takes within its table. */
  int inlineBytes() {
    return kind == Kind.SCALAR ? primitive.bytes : Integer.BYTES;
  }

  /** The name of the table that a reference leads to; null for a member that is not known. */
  @Nullable String target(long member) {
    if (kind != Kind.UNION) {
      return targets.get(0);
    }
    return member >= 1 && member <= targets.size() ? targets.get((int) member - 1) : null;
  }
}
