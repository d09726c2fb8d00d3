package io.espalier.compressor.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table of numbers, one sample a line, commas between; perhaps with a header. For one use. */
final class CsvFile {
  private static final int MAX_BYTES = 1 << 28;
  private static final Set<String> LABELS = Set.of("label", "labels", "class", "y");
  private static final int NO_COLUMN = -1;

  private final Path file;
  private int line;
  private int columns;
  private int labelColumn = NO_COLUMN;
  private float[] values = new float[1024];
  private int[] labels = new int[16];
  private int rows;

  private CsvFile(Path file) {
    this.file = file;
  }

  static CalibrationData read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new DataException(
          file.toString(), "at most %d bytes".formatted(MAX_BYTES), Files.size(file) + " bytes");
    }
    return new CsvFile(file).data();
  }

  private CalibrationData data() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (!text.isBlank()) {
          add(text.split(",", -1));
        }
      }
    } catch (CharacterCodingException e) {
      throw new DataException(file.toString(), "text in UTF-8", "other bytes");
    }
    int width = width();
    if (rows == 0 || width == 0) {
      throw new DataException(file.toString(), "at least one sample", "none");
    }
    Matrix x = new Matrix(rows, width, Arrays.copyOf(values, rows * width));
    return new CalibrationData(
        file.getFileName().toString(),
        Digest.ofFile(file),
        List.of(SampleArray.rows("x", x)),
        labelColumn == NO_COLUMN ? Optional.empty() : Optional.of(Arrays.copyOf(labels, rows)),
        Optional.empty());
  }

  private int width() {
    return labelColumn == NO_COLUMN ? columns : columns - 1;
  }

  private void add(String[] cells) throws DataException {
    if (columns == 0) {
      columns = cells.length;
      if (isHeader(cells)) {
        labelColumn = labelColumn(cells);
        return;
      }
    }
    if (cells.length != columns) {
      throw new DataException(where(), columns + " columns", cells.length + " columns");
    }
    int next = rows * width();
    if (next + columns > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, next + columns));
    }
    for (int column = 0; column < columns; column++) {
      float value = number(cells[column], column);
      if (column == labelColumn) {
        addLabel(value, column);
      } else {
        values[next++] = value;
      }
    }
    rows++;
  }

  private void addLabel(float value, int column) throws DataException {
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, 2 * rows);
    }
    labels[rows] = (int) value;
    if (labels[rows] != value || value < 0) {
      throw new DataException(
          where(), "a label that is a whole number from 0", value + " in column " + (column + 1));
    }
  }

  private float number(String cell, int column) throws DataException {
    float value = parsed(cell).orElse(Float.NaN);
    if (!Float.isFinite(value)) {
      throw new DataException(
          where(),
          "a finite number in column " + (column + 1),
          "'" + cell.substring(0, Math.min(40, cell.length())) + "'");
    }
    return value;
  }

  private String where() {
    return "%s: line %d".formatted(file, line);
  }

  private static boolean isHeader(String[] cells) {
    return !Arrays.stream(cells).allMatch(cell -> parsed(cell).isPresent());
  }

  private static int labelColumn(String[] header) {
    for (int column = 0; column < header.length; column++) {
      // A byte order mark may stand before the first name.
      String name = header[column].replace("\uFEFF", "").replace("\"", "").strip();
      if (LABELS.contains(name)) {
        return column;
      }
    }
    return NO_COLUMN;
  }

  private static Optional<Float> parsed(String cell) {
    try {
      return Optional.of(Float.parseFloat(cell));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
