package io.espalier.controller.parquet;

import io.espalier.controller.experiment.TrialColumn;
import io.espalier.controller.experiment.TrialRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Rows of results as a Parquet file, uncompressed: a column for each of {@code results.csv}. */
public final class ParquetTable {
  private static final MessageType SCHEMA =
      new MessageType("trials", TrialColumn.all().stream().map(ParquetTable::field).toList());

  private ParquetTable() {}

  /** The file. */
  public static byte[] of(List<TrialRow> rows) {
    MemoryFile file = new MemoryFile();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withType(SCHEMA)
            .withConf(new PlainParquetConfiguration())
            .build()) {
      for (TrialRow row : rows) {
        writer.write(values(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return file.bytes();
  }

  private static Group values(TrialRow row) {
    Group values = new SimpleGroup(SCHEMA);
    for (TrialColumn column : TrialColumn.all()) {
      Object value = column.of(row);
      if (value instanceof Integer number) {
        values.add(column.name(), number);
      } else if (value instanceof Long number) {
        values.add(column.name(), number);
      } else if (value instanceof Double number) {
        values.add(column.name(), number);
      } else if (value != null) {
        values.add(column.name(), value.toString());
      }
    }
    return values;
  }

  private static Type field(TrialColumn column) {
    Repetition repetition = column.optional() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    return switch (column.type()) {
      case INTEGER -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(column.name());
      case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
      case TEXT ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
    };
  }
}
