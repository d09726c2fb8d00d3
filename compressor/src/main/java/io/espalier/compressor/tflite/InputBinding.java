package io.espalier.compressor.tflite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.compressor.data.SampleArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.SignatureDef;

/**
 * Which array an input of a model is given, and in which shape.
 *
 * @param array the samples
 * @param sample extents of one sample as the input wants it
 * @param batched whether the input has a dimension for the batch before those
 * @param open whether the batch may be of any size
 */
@SuppressWarnings("ArrayRecordComponent")
record InputBinding(SampleArray array, int[] sample, boolean batched, boolean open) {
  /**
   * Finds the array of every input: by the tensor's name, its name before a colon, or its name in a
   * signature; a single input takes {@code x} or the first array.
   *
   * @throws TfLiteException if an input has no array, or one of another shape
   */
  static List<InputBinding> all(Session session, List<SampleArray> arrays) {
    List<NativeTensor> inputs = session.inputs();
    List<InputBinding> bindings = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      NativeTensor input = inputs.get(i);
      List<String> names = names(session.model(), i, input.name());
      SampleArray array =
          named(arrays, names)
              .or(() -> inputs.size() == 1 ? unnamed(arrays) : Optional.empty())
              .orElseThrow(() -> missing(names, arrays));
      bindings.add(of(input, array));
    }
    return bindings;
  }

  /** The whole shape of the input for a batch. */
  int[] shape(int batch) {
    if (!batched) {
      return sample;
    }
    int[] shape = new int[sample.length + 1];
    shape[0] = batch;
    System.arraycopy(sample, 0, shape, 1, sample.length);
    return shape;
  }

  /** Writes samples into the input, which has the shape for as many. */
  void write(NativeTensor input, int from, int count) {
    int width = array.values().columns();
    input.write(array.values().values(), from * width, count * width);
  }

  private static InputBinding of(NativeTensor input, SampleArray array) {
    int[] wanted = input.openShape();
    int[] found = array.extents().stream().mapToInt(Integer::intValue).toArray();
    boolean batched = wanted.length > 0 && (wanted[0] == NativeTensor.ANY || wanted[0] == 1);
    int[] sample = batched ? Arrays.copyOfRange(wanted, 1, wanted.length) : wanted;
    Optional<int[]> fit = fit(sample, found);
    if (fit.isEmpty() && batched) {
      // A leading 1 need not be the batch.
      fit = fit(wanted, found);
      batched = false;
    }
    if (fit.isEmpty()) {
      throw new TfLiteException(
          "input '%s': expected samples of %s, found %s in array '%s'"
              .formatted(
                  input.name(), NativeTensor.text(sample), NativeTensor.text(found), array.name()));
    }
    requireAccepted(input, array);
    return new InputBinding(array, fit.get(), batched, batched && wanted[0] == NativeTensor.ANY);
  }

  /** The shape of a sample: the wanted one where it is fixed, otherwise as it was found. */
  private static Optional<int[]> fit(int[] wanted, int[] found) {
    boolean fixed = Arrays.stream(wanted).noneMatch(extent -> extent == NativeTensor.ANY);
    if (fixed && found.length <= 1 && NativeTensor.product(wanted) == NativeTensor.product(found)) {
      return Optional.of(wanted);
    }
    if (wanted.length != found.length) {
      return Optional.empty();
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] != NativeTensor.ANY && wanted[i] != found[i]) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private static void requireAccepted(NativeTensor input, SampleArray array) {
    float[] values = array.values().values();
    for (int i = 0; i < values.length; i++) {
      if (!input.accepts(values[i])) {
        throw new TfLiteException(
            "input '%s': expected whole numbers of %.0f to %.0f, found %s in sample %d of array '%s'"
                .formatted(
                    input.name(),
                    input.type().least,
                    input.type().most,
                    values[i],
                    i / array.values().columns(),
                    array.name()));
      }
    }
  }

  private static List<String> names(Model model, int input, String tensor) {
    List<String> names = new ArrayList<>();
    names.add(tensor);
    names.add(tensor.replaceFirst(":\\d+$", ""));
    int number = model.subgraphs(0).inputs(input);
    for (int s = 0; s < model.signatureDefsLength(); s++) {
      SignatureDef signature = model.signatureDefs(s);
      for (int i = 0; signature.subgraphIndex() == 0 && i < signature.inputsLength(); i++) {
        ByteBuffer name = signature.inputs(i).nameAsByteBuffer();
        if (signature.inputs(i).tensorIndex() == number && name != null) {
          // The generated decoder would throw where this one puts a mark.
          names.add(UTF_8.decode(name).toString());
        }
      }
    }
    return names.stream().distinct().toList();
  }

  private static Optional<SampleArray> named(List<SampleArray> arrays, List<String> names) {
    return names.stream()
        .flatMap(name -> arrays.stream().filter(array -> array.name().equals(name)))
        .findFirst();
  }

  private static Optional<SampleArray> unnamed(List<SampleArray> arrays) {
    return named(arrays, List.of("x")).or(() -> arrays.stream().findFirst());
  }

  private static TfLiteException missing(List<String> names, List<SampleArray> arrays) {
    return new TfLiteException(
        "input '%s': expected an array of the name '%s', found %s"
            .formatted(
                names.get(0),
                String.join("' or '", names),
                arrays.stream().map(SampleArray::name).toList()));
  }
}
