package io.espalier.controller.parquet;

import io.espalier.controller.experiment.TrialColumn;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.BuildVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows of results as a Parquet file: one group of rows, a page for each column, plain values. That
 * is the least that the format asks for, and what every reader reads.
 *
 * @see <a href="https://github.com/apache/parquet-format">The format</a>
 */
public final class ParquetTable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int PLAIN = 0;
  private static final int RUN_LENGTHS = 3;
  private static final int UNCOMPRESSED = 0;
  private static final int UTF8 = 0;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Consumer<CompactThrift>> chunks = new ArrayList<>();
  private final List<TrialRow> rows;

  private ParquetTable(List<TrialRow> rows) {
    this.rows = rows;
  }

  /** The file. */
  public static byte[] of(List<TrialRow> rows) {
    return new ParquetTable(rows).write();
  }

  private byte[] write() {
    out.writeBytes(MAGIC);
    TrialColumn.all().forEach(this::chunk);
    byte[] footer = CompactThrift.struct(this::footer);
    out.writeBytes(footer);
    out.writeBytes(PlainPage.bytes(Integer.BYTES).putInt(footer.length).array());
    out.writeBytes(MAGIC);
    return out.toByteArray();
  }

  private void chunk(TrialColumn column) {
    byte[] page = PlainPage.of(column, rows);
    byte[] header = CompactThrift.struct(head -> pageHeader(head, page.length));
    long offset = out.size();
    out.writeBytes(header);
    out.writeBytes(page);
    long size = out.size() - offset;
    chunks.add(
        chunk -> {
          chunk.i64(2, offset);
          chunk.struct(3, meta -> metaData(meta, column, size, offset));
        });
  }

  private void pageHeader(CompactThrift head, int size) {
    head.i32(1, 0);
    head.i32(2, size);
    head.i32(3, size);
    head.struct(
        5,
        page -> {
          page.i32(1, rows.size());
          page.i32(2, PLAIN);
          page.i32(3, RUN_LENGTHS);
          page.i32(4, RUN_LENGTHS);
        });
  }

  private void metaData(CompactThrift meta, TrialColumn column, long size, long offset) {
    meta.i32(1, physical(column.type()));
    meta.i32s(2, List.of(PLAIN, RUN_LENGTHS));
    meta.texts(3, List.of(column.name()));
    meta.i32(4, UNCOMPRESSED);
    meta.i64(5, rows.size());
    meta.i64(6, size);
    meta.i64(7, size);
    meta.i64(9, offset);
  }

  private void footer(CompactThrift footer) {
    List<Consumer<CompactThrift>> schema = new ArrayList<>();
    schema.add(
        root -> {
          root.text(4, "trials");
          root.i32(5, TrialColumn.all().size());
        });
    TrialColumn.all().forEach(column -> schema.add(element -> element(element, column)));
    footer.i32(1, 1);
    footer.structs(2, schema);
    footer.i64(3, rows.size());
    footer.structs(
        4,
        List.of(
            group -> {
              group.structs(1, chunks);
              group.i64(2, out.size() - (long) MAGIC.length);
              group.i64(3, rows.size());
            }));
    footer.text(6, "espalier version " + BuildVersion.current().version());
  }

  private static void element(CompactThrift element, TrialColumn column) {
    element.i32(1, physical(column.type()));
    element.i32(3, column.optional() ? 1 : 0);
    element.text(4, column.name());
    if (column.type() == TrialColumn.Type.TEXT) {
      element.i32(6, UTF8);
      element.struct(10, logical -> logical.struct(1, string -> {}));
    }
  }

  private static int physical(TrialColumn.Type type) {
    return switch (type) {
      case INTEGER -> 1;
      case LONG -> 2;
      case DOUBLE -> 5;
      case TEXT -> 6;
    };
  }
}
