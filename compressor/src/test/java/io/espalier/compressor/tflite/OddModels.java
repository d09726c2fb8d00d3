package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files with what converters seldom write, for tests. */
final class OddModels {
  private static final String[] ZIPPED = {"labels.txt", "vocabulary.txt"};

  private OddModels() {}

  /**
   * Over a flag and rows of 4: IF multiplies them by constants, or else takes their powers of e.
   */
  static byte[] conditional(long seed) {
    Table factors =
        TfLiteFormat.table("Buffer")
            .withBytes("data", TensorValue.floats(floats(seed), 1, 4).data());
    Table words = TfLiteFormat.table("Buffer").withBytes("data", strings("a", "bc"));
    Table notes = TfLiteFormat.table("Buffer").withBytes("data", ByteBuffer.wrap(bytes(seed)));
    Table options =
        TfLiteFormat.table("IfOptions")
            .withInteger("then_subgraph_index", 1)
            .withInteger("else_subgraph_index", 2);
    Table branch = operator(0, new int[] {0, 1}, 2).withTable("builtin_options", options);
    Table times =
        operator(1, new int[] {0, 2}, 1)
            .withTable("builtin_options", TfLiteFormat.table("MulOptions"));
    Table power = operator(2, new int[] {0}, 1);
    Table main =
        graph(
            "main",
            List.of(branch),
            List.of(
                tensor("flag", DataType.BOOL, 0, 1),
                tensor("x", DataType.FLOAT32, 0, 1, 4),
                tensor("y", DataType.FLOAT32, 0, 1, 4),
                tensor("words", DataType.STRING, 2, 2)),
            2,
            0,
            1);
    Table x = tensor("x", DataType.FLOAT32, 0, 1, 4);
    Table y = tensor("y", DataType.FLOAT32, 0, 1, 4);
    Table constant = tensor("factors", DataType.FLOAT32, 1, 1, 4);
    Table signature =
        TfLiteFormat.table("SignatureDef")
            .withTables("inputs", List.of(named("flag", 0), named("x", 1)))
            .withTables("outputs", List.of(named("y", 2)))
            .withText("signature_key", "decide");
    Table root =
        TfLiteFormat.table("Model")
            .withInteger("version", 3)
            .withText("description", "odd")
            .withTables("operator_codes", List.of(code(118), code(18), code(47)))
            .withTables(
                "subgraphs",
                List.of(
                    main,
                    graph("then", List.of(times), List.of(x, y, constant), 1, 0),
                    graph("else", List.of(power), List.of(x, y), 1, 0)))
            .withTables("buffers", List.of(TfLiteFormat.table("Buffer"), factors, words, notes))
            .withTables(
                "metadata",
                List.of(
                    TfLiteFormat.table("Metadata")
                        .withText("name", "notes")
                        .withInteger("buffer", 3)))
            .withTables("signature_defs", List.of(signature));
    return new TfLiteModel(root, ByteBuffer.allocate(0)).write();
  }

  /** Has what no interpreter of ours runs: a custom operator, details, sparsity, options of 2. */
  static byte[] unrunnable(long seed) {
    ByteBuffer content = ByteBuffer.wrap(bytes(seed));
    Table custom =
        operator(0, new int[] {0, -1}, 1)
            .withBytes("custom_options", content)
            .withLongs("mutating_variable_inputs", 0, 1)
            .withIntegers("intermediates", 2);
    Table composite =
        operator(1, new int[] {1}, 3)
            .withTable(
                "builtin_options_2",
                TfLiteFormat.table("StableHLOCompositeOptions")
                    .withText("name", "odd.composite")
                    .withBytes("composite_attributes", content))
            .withInteger("debug_metadata_index", 3);
    Table blocks =
        TfLiteFormat.table("BlockwiseQuantization")
            .withInteger("scales", 2)
            .withInteger("zero_points", -1)
            .withInteger("block_size", 32);
    Table quantised =
        tensor("blocks", DataType.INT8, 0, 2, 3)
            .withTable(
                "quantization",
                TfLiteFormat.table("QuantizationParameters").withTable("details", blocks));
    Table sparse = tensor("sparse", DataType.FLOAT32, 1, 2, 3).withTable("sparsity", sparsity());
    Table variant =
        tensor("variant", DataType.VARIANT, 0)
            .withTables(
                "variant_tensors",
                List.of(TfLiteFormat.table("VariantSubType").withIntegers("shape", 1, 2)));
    Table scales = tensor("scales", DataType.FLOAT32, 1, 2, 3);
    Table root =
        TfLiteFormat.table("Model")
            .withInteger("version", 3)
            .withTables(
                "operator_codes", List.of(code(32).withText("custom_code", "TheirOwn"), code(206)))
            .withTables(
                "subgraphs",
                List.of(
                    graph(
                        "main",
                        List.of(custom, composite),
                        List.of(quantised, sparse, scales, variant),
                        3,
                        0)))
            .withTables(
                "buffers",
                List.of(
                    TfLiteFormat.table("Buffer"),
                    TfLiteFormat.table("Buffer").withBytes("data", content)))
            .withIntegers("metadata_buffer", 1)
            .withTables(
                "external_buffer_groups",
                List.of(TfLiteFormat.table("ExternalBufferGroup").withText("name", "weights")));
    return new TfLiteModel(root, ByteBuffer.allocate(0)).write();
  }

  /** The same model with all its constants behind the FlatBuffer, as in files of over 2 GB. */
  static byte[] outside(byte[] file) {
    TfLiteModel model = TfLiteModel.parse(file);
    List<Table> buffers = model.root().tables("buffers");
    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    // As large as the file, so that the offsets lead behind whatever is written before.
    int start = (file.length + 31) / 16 * 16;
    List<Table> moved = new ArrayList<>();
    for (int i = 0; i < buffers.size(); i++) {
      ByteBuffer data = model.data(i);
      if (data.hasRemaining()) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        moved.add(
            TfLiteFormat.table("Buffer")
                .withInteger("offset", start + tail.size())
                .withInteger("size", bytes.length));
        tail.writeBytes(bytes);
        tail.writeBytes(new byte[(16 - tail.size() % 16) % 16]);
      } else {
        moved.add(buffers.get(i));
      }
    }
    Table root = model.root().withTables("buffers", moved);
    byte[] all = new byte[start + tail.size()];
    TfLiteFormat.CODEC.write(root, all);
    System.arraycopy(tail.toByteArray(), 0, all, start, tail.size());
    return all;
  }

  /** The same file with an archive of labels behind it. */
  static byte[] zipped(byte[] file) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (String name : ZIPPED) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((name + " of the model").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer all = ByteBuffer.allocate(file.length + archive.size());
    all.order(ByteOrder.LITTLE_ENDIAN).put(file).put(archive.toByteArray());
    int end = all.capacity() - 22;
    int at = all.getInt(end + 16) + file.length;
    all.putInt(end + 16, at);
    for (int i = 0; i < ZIPPED.length; i++) {
      all.putInt(at + 42, all.getInt(at + 42) + file.length);
      at += 46 + all.getShort(at + 28) + all.getShort(at + 30) + all.getShort(at + 32);
    }
    return all.array();
  }

  private static Table sparsity() {
    Table dense = TfLiteFormat.table("DimensionMetadata").withInteger("dense_size", 2);
    Table indexed =
        TfLiteFormat.table("DimensionMetadata")
            .withInteger("format", 1)
            .withTable(
                "array_segments", TfLiteFormat.table("Uint8Vector").withIntegers("values", 0, 1, 2))
            .withTable(
                "array_indices",
                TfLiteFormat.table("Uint16Vector").withIntegers("values", 0, 65535));
    return TfLiteFormat.table("SparsityParameters")
        .withIntegers("traversal_order", 0, 1)
        .withTables("dim_metadata", List.of(dense, indexed));
  }

  private static Table code(int builtin) {
    return TfLiteFormat.table("OperatorCode")
        .withInteger("deprecated_builtin_code", Math.min(builtin, 127))
        .withInteger("version", 1)
        .withInteger("builtin_code", builtin);
  }

  private static Table operator(int code, int[] inputs, int output) {
    return TfLiteFormat.table("Operator")
        .withInteger("opcode_index", code)
        .withIntegers("inputs", inputs)
        .withIntegers("outputs", output);
  }

  private static Table tensor(String name, DataType type, int buffer, int... shape) {
    return TfLiteFormat.table("Tensor")
        .withText("name", name)
        .withIntegers("shape", shape)
        .withInteger("type", type.code())
        .withInteger("buffer", buffer);
  }

  private static Table graph(
      String name, List<Table> operators, List<Table> tensors, int output, int... inputs) {
    return TfLiteFormat.table("SubGraph")
        .withText("name", name)
        .withTables("tensors", tensors)
        .withIntegers("inputs", inputs)
        .withIntegers("outputs", output)
        .withTables("operators", operators);
  }

  private static Table named(String name, int tensor) {
    return TfLiteFormat.table("TensorMap")
        .withText("name", name)
        .withInteger("tensor_index", tensor);
  }

  private static float[] floats(long seed) {
    Random random = new Random(seed);
    return new float[] {
      random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat()
    };
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[37];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** As TensorFlow Lite stores them: their number, where each begins and the last ends, texts. */
  private static ByteBuffer strings(String... texts) {
    String all = String.join("", texts);
    ByteBuffer bytes = ByteBuffer.allocate(4 * (texts.length + 2) + all.length());
    bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(texts.length);
    int at = 4 * (texts.length + 2);
    for (String text : texts) {
      bytes.putInt(at);
      at += text.length();
    }
    return bytes.putInt(at).put(all.getBytes(StandardCharsets.US_ASCII)).flip();
  }
}
