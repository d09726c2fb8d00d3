package io.espalier.compressor.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SubGraph;

/** A file whose graphs can be changed. */
final class EditableModel {
  private static final int ALIGNMENT = 16;

  private final ModelT model;
  private final List<GraphDraft> graphs;

  EditableModel(byte[] file) {
    model = Model.getRootAsModel(ByteBuffer.wrap(file)).unpack();
    graphs =
        IntStream.range(0, model.getSubgraphs().length)
            .mapToObj(number -> new GraphDraft(model, number))
            .toList();
  }

  List<GraphDraft> graphs() {
    return graphs;
  }

  byte[] file() {
    graphs.forEach(GraphDraft::commit);
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    int buffers =
        Model.createBuffersVector(
            builder, Arrays.stream(model.getBuffers()).mapToInt(b -> buffer(builder, b)).toArray());
    int subgraphs =
        Model.createSubgraphsVector(
            builder,
            Arrays.stream(model.getSubgraphs()).mapToInt(g -> SubGraph.pack(builder, g)).toArray());
    int codes =
        Model.createOperatorCodesVector(
            builder,
            Arrays.stream(model.getOperatorCodes())
                .mapToInt(c -> OperatorCode.pack(builder, c))
                .toArray());
    int signatures =
        Model.createSignatureDefsVector(
            builder,
            Arrays.stream(model.getSignatureDefs())
                .mapToInt(s -> SignatureDef.pack(builder, s))
                .toArray());
    int metadata =
        Model.createMetadataVector(
            builder,
            Arrays.stream(model.getMetadata()).mapToInt(m -> Metadata.pack(builder, m)).toArray());
    int description =
        model.getDescription() == null ? 0 : builder.createString(model.getDescription());
    Model.startModel(builder);
    Model.addVersion(builder, model.getVersion());
    Model.addOperatorCodes(builder, codes);
    Model.addSubgraphs(builder, subgraphs);
    Model.addDescription(builder, description);
    Model.addBuffers(builder, buffers);
    Model.addMetadata(builder, metadata);
    Model.addSignatureDefs(builder, signatures);
    Model.finishModelBuffer(builder, Model.endModel(builder));
    return builder.sizedByteArray();
  }

  private static int buffer(FlatBufferBuilder builder, BufferT buffer) {
    int[] data = buffer.getData();
    if (data == null || data.length == 0) {
      return Buffer.createBuffer(builder, 0);
    }
    ByteBuffer target = builder.createUnintializedVector(1, data.length, ALIGNMENT);
    for (int value : data) {
      target.put((byte) value);
    }
    return Buffer.createBuffer(builder, builder.endVector());
  }
}
