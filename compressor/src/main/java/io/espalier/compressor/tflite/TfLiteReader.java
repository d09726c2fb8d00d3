package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.Mlp;
import io.espalier.shared.artifact.Provenance;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;

/** Reads {@code .tflite} files, whoever wrote them. */
public final class TfLiteReader {
  private static final int HEADER_BYTES = 8;

  private TfLiteReader() {}

  /**
   * The network in a file of single floats: fully connected operators, alone or with a fused RELU
   * or a LOGISTIC after them, each feeding the next. Of its outputs the first counts; others may
   * tell what layers in between yield.
   *
   * @throws TfLiteException if the bytes are no such file; the message names what is in the way
   */
  public static Mlp read(byte[] file) {
    return decode(file, model -> new MlpDecoder(model).decode());
  }

  /**
   * Where a file of ours came from; empty for the files of others.
   *
   * @throws TfLiteException if the bytes are no {@code .tflite} file
   */
  public static Optional<Provenance> provenance(byte[] file) {
    return decode(file, TfLiteReader::provenance);
  }

  private static Optional<Provenance> provenance(Model model) {
    for (int i = 0; i < model.metadataLength(); i++) {
      Metadata entry = model.metadata(i);
      if (ProvenanceEntry.NAME.equals(entry.name())) {
        return Optional.of(ProvenanceEntry.decode(bytes(model, entry.buffer())));
      }
    }
    return Optional.empty();
  }

  private static byte[] bytes(Model model, long buffer) {
    if (buffer >= model.buffersLength()) {
      throw new TfLiteException("metadata '" + ProvenanceEntry.NAME + "': has no buffer");
    }
    Buffer content = model.buffers((int) buffer);
    ByteBuffer data = content.dataAsByteBuffer();
    if (data == null) {
      return new byte[0];
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  /** What a decoder makes of a file, which it need not trust. */
  static <T> T decode(byte[] file, Function<Model, T> decoder) {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    if (file.length < HEADER_BYTES || !Model.ModelBufferHasIdentifier(buffer)) {
      throw new TfLiteException("model: %d bytes that are no .tflite file".formatted(file.length));
    }
    try {
      return decoder.apply(Model.getRootAsModel(buffer));
    } catch (TfLiteException e) {
      throw e;
    } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException e) {
      // FlatBuffers reads where the file's offsets point, and this is how it meets wrong ones.
      throw new TfLiteException("model: truncated or garbled, an offset points nowhere", e);
    }
  }
}
