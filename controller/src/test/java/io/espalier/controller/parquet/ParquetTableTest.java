package io.espalier.controller.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialColumn;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read back by Apache's own library, which shares no line with what writes them. */
class ParquetTableTest {
  private static final Trial TRIAL = new Trial(7, "shapley", 0.95, Precision.INT8);

  @TempDir private Path folder;

  /** What was found: the columns as the schema has them, and all rows. */
  private record Read(List<String> columns, List<List<@Nullable Object>> rows) {}

  @Test
  void everyValueOfEveryRow_comesBack_withItsType() throws Exception {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 3_000; seed++) {
      Trial trial = new Trial(seed, "shapley", 1 - 1 / (1.0 + seed), Precision.FP16);
      rows.add(
          seed % 5 == 3
              ? Rows.failed(trial, "no node: “ü” \n" + seed)
              : Rows.measured(trial, 9_000 + seed % 7, 0.1 * seed));
    }
    rows.add(TrialRow.dropped(TRIAL, ""));

    Read read = read(rows);

    assertThat(read.columns())
        .containsExactlyElementsOf(TrialColumn.all().stream().map(ParquetTableTest::type).toList());
    assertThat(read.rows()).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      TrialRow row = rows.get(i);
      assertThat(read.rows().get(i))
          .as("row %d", i)
          .containsExactlyElementsOf(
              TrialColumn.all().stream().map(column -> column.of(row)).toList());
    }
  }

  @Test
  void noRowAtAll_isATableAllTheSame() throws Exception {
    assertThat(read(List.of()).rows()).isEmpty();
    assertThat(read(List.of()).columns()).hasSameSizeAs(TrialColumn.all());
  }

  @Test
  void sameRows_areTheSameFile() throws Exception {
    List<TrialRow> rows = List.of(Rows.measured(TRIAL, 9_070, 4.5));

    assertThat(ParquetTable.of(rows)).isEqualTo(ParquetTable.of(rows));
  }

  private Read read(List<TrialRow> rows) throws Exception {
    Path file = folder.resolve("trials.parquet");
    Files.write(file, ParquetTable.of(rows));
    List<ColumnDescriptor> columns =
        ParquetReader.readMetadata(file.toFile()).getFileMetaData().getSchema().getColumns();
    try (Stream<List<@Nullable Object>> all =
        ParquetReader.streamContent(
            file.toFile(), new Row(columns.stream().map(one -> one.getPath()[0]).toList()))) {
      return new Read(columns.stream().map(ParquetTableTest::typeInFile).toList(), all.toList());
    }
  }

  /** Puts the values of a row into the order of the columns. */
  private record Row(List<String> names)
      implements Hydrator<Map<String, Object>, List<@Nullable Object>, String[]> {
    @Override
    public Map<String, Object> start() {
      return new HashMap<>();
    }

    @Override
    public Map<String, Object> add(Map<String, Object> row, String[] path, Object value) {
      row.put(path[0], value);
      return row;
    }

    @Override
    public List<@Nullable Object> finish(Map<String, Object> row) {
      List<@Nullable Object> values = new ArrayList<>();
      names.forEach(name -> values.add(row.get(name)));
      return values;
    }
  }

  private static String typeInFile(ColumnDescriptor column) {
    return column.getPrimitiveType().toString().replaceAll(" columnorder.*", "");
  }

  private static String type(TrialColumn column) {
    String type =
        switch (column.type()) {
          case INTEGER -> "int32 ";
          case LONG -> "int64 ";
          case DOUBLE -> "double ";
          case TEXT -> "binary ";
        };
    return (column.optional() ? "optional " : "required ")
        + type
        + column.name()
        + (column.type() == TrialColumn.Type.TEXT ? " (STRING)" : "");
  }
}
