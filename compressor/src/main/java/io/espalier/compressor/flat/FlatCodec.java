package io.espalier.compressor.flat;

import java.nio.ByteBuffer;

/** Reads and writes the FlatBuffers of one schema. */
public final class FlatCodec {
  private final Schema schema;

  /** For files of {@code schema}. */
  public FlatCodec(Schema schema) {
    this.schema = schema;
  }

  /**
   * The root of a file. Vectors are not copied: the tables go on to look at {@code file}, which
   * must not change any more. What is read takes memory in proportion to the file, however its
   * offsets point.
   *
   * @throws FlatException if the file is truncated or garbled, or has something that the schema
   *     does not know
   */
  public Table read(ByteBuffer file) {
    return new FlatReader(schema, file).root();
  }

  /**
   * How many bytes a file takes.
   *
   * @throws FlatException if that is more than an array can hold
   */
  public int size(Table root) {
    return new FlatWriter(schema, root).size();
  }

  /**
   * Writes a file at the beginning of {@code bytes}, the same bytes for the same tree. What tables
   * share is written once.
   *
   * @param bytes at least as many as {@link #size}, all zero
   */
  public void write(Table root, byte[] bytes) {
    new FlatWriter(schema, root).write(bytes);
  }

  /** A table without anything in it. */
  public Table table(String name) {
    return Table.empty(schema.table(name));
  }
}
