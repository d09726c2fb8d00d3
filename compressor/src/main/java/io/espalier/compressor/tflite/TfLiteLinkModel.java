package io.espalier.compressor.tflite;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Any {@code .tflite} file and samples for it. TensorFlow Lite itself runs it, with its own
 * kernels, and what flows into each layer is read out of its memory.
 *
 * <p>Models made from one another by {@link #with} and {@link #sampled} share native memory, which
 * closing any of them frees; one that is run after that takes some again.
 */
public final class TfLiteLinkModel implements LinkModel, AutoCloseable {
  private static final int MAX_BATCH = 1024;

  /** Of all tensors of a batch: what flows, is kept, and is made of it. */
  private static final long MAX_BATCH_BYTES = 1L << 27;

  /** What flows into all layers, or is made of it for one: half a gigabyte. */
  private static final long MAX_SAMPLE_VALUES = 1L << 27;

  private final WeightedFile file;
  private final CalibrationData data;
  private final SessionCache sessions;
  private final int batch;

  private TfLiteLinkModel(WeightedFile file, CalibrationData data, SessionCache sessions) {
    this.file = file;
    this.data = data;
    this.sessions = sessions;
    this.batch = sessions.use(this, this::open, fed -> fed.feed().batch());
  }

  private TfLiteLinkModel(WeightedFile file, TfLiteLinkModel like) {
    this.file = file;
    this.data = like.data;
    this.sessions = like.sessions;
    this.batch = like.batch;
  }

  /**
   * Loads a model.
   *
   * @param file the bytes of the file
   * @throws TfLiteException if it cannot be run, or the samples do not fit it
   */
  public static TfLiteLinkModel open(byte[] file, CalibrationData data) {
    SessionCache sessions = new SessionCache();
    try {
      return new TfLiteLinkModel(WeightedFile.of(file), data, sessions);
    } catch (RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  @Override
  public List<LinkLayer> layers() {
    return file.layers();
  }

  @Override
  public TfLiteLinkModel with(List<LinkLayer> layers) {
    return new TfLiteLinkModel(file.with(layers), this);
  }

  @Override
  public TfLiteLinkModel sampled(int samples, SplittableRandom random) {
    return new TfLiteLinkModel(file, data.sampled(samples, random), sessions);
  }

  @Override
  public int batches() {
    return (data.samples() + batch - 1) / batch;
  }

  @Override
  public Pass run(int number) {
    int from = number * batch;
    int count = Math.min(batch, data.samples() - from);
    return sessions.use(
        this,
        this::open,
        fed -> {
          fed.feed().run(from, count);
          return tapped(fed.session());
        });
  }

  /** For each layer the number of its operator in the main graph. */
  public List<Integer> operators() {
    return file.sites().stream().map(LinkSite::operator).toList();
  }

  /** The samples that flow through it. */
  public CalibrationData data() {
    return data;
  }

  /** The file with the weights and biases of {@link #layers}. */
  public byte[] toBytes() {
    return file.toBytes();
  }

  /** Frees the native memory of this model and all made from it or it from. */
  @Override
  public void close() {
    sessions.close();
  }

  private SessionCache.Fed open() {
    Session session = Session.open(file.toBytes(), 1, Kernels.BUILT_IN, true);
    try {
      return new SessionCache.Fed(
          session,
          new SampleFeed(session, data.inputs(), MAX_BATCH, MAX_BATCH_BYTES, this::sampleBytes));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private long sampleBytes(Session prepared) {
    long kept = 0;
    long made = 0;
    for (LinkSite site : file.sites()) {
      int[] shape = prepared.tensor(site.input()).shape();
      kept += NativeTensor.product(shape);
      made = Math.max(made, site.batchValues(shape));
      if (Math.max(kept, made) > MAX_SAMPLE_VALUES) {
        throw new TfLiteException(
            "%s: expected at most %d numbers for one sample, found %d"
                .formatted(site.layer().name(), MAX_SAMPLE_VALUES, Math.max(kept, made)));
      }
    }
    return prepared.flowBytes() + Float.BYTES * (kept + made);
  }

  private Pass tapped(Session session) {
    Map<Integer, Tapped> tensors = new HashMap<>();
    List<Tapped> inputs =
        file.sites().stream()
            .map(
                site ->
                    tensors.computeIfAbsent(
                        site.input(), number -> Tapped.of(session.tensor(number))))
            .toList();
    return (layer, group) -> {
      DenseLayer current = file.layers().get(layer).groups().get(group);
      Tapped input = inputs.get(layer);
      return file.sites().get(layer).batch(current, group, input.values(), input.shape());
    };
  }

  /** A copy of a tensor, for the next batch overwrites it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Tapped(float[] values, int[] shape) {
    static Tapped of(NativeTensor tensor) {
      return new Tapped(tensor.values(), tensor.shape());
    }
  }
}
