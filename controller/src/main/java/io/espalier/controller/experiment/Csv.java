package io.espalier.controller.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of records as CSV, with a header. */
final class Csv {
  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
          // A file of a newer build may have more columns.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .build();

  private Csv() {}

  static <T> String write(List<T> rows, Class<T> type) {
    return write(rows, MAPPER.schemaFor(type).withHeader());
  }

  /** Rows of values under those columns; a null is an empty field. */
  static String write(List<String> columns, List<List<@Nullable Object>> rows) {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
    columns.forEach(schema::addColumn);
    return write(rows, schema.build());
  }

  private static String write(Object rows, CsvSchema schema) {
    try {
      return MAPPER.writer(schema).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows have no CSV form", e);
    }
  }

  static <T> List<T> read(Path file, Class<T> type) throws IOException {
    ObjectReader reader = MAPPER.readerFor(type).with(CsvSchema.emptySchema().withHeader());
    try (MappingIterator<T> rows = reader.readValues(Files.readAllBytes(file))) {
      return rows.readAll();
    }
  }
}
