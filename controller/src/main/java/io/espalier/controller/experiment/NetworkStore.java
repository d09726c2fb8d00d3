package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.compressor.ArtifactFile;
import io.espalier.compressor.CompressedModel;
import io.espalier.compressor.Variant;
import io.espalier.controller.files.WholeFile;
import io.espalier.controller.link.Publishable;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code .tflite} files of one seed: {@code models/seed-0/shapley-0.95/int8.tflite} and so on,
 * each network in a directory of its own whose index is written last.
 */
final class NetworkStore {
  private static final String INDEX = "network.json";
  private static final String HEAD = "head.tflite";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path directory;
  private final long seed;

  /** A file as the index knows it. */
  record Entry(Digest digest, Provenance provenance) {
    Entry {
      Objects.requireNonNull(digest, "digest");
      Objects.requireNonNull(provenance, "provenance");
    }
  }

  /** The index of a network; without a head if it tells classes itself. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Index(double sparsityReached, @Nullable Entry head, TreeMap<Precision, Entry> models) {
    Index {
      Objects.requireNonNull(models, "models");
    }
  }

  NetworkStore(Path root, long seed) {
    this.directory = root.resolve("models").resolve("seed-" + seed);
    this.seed = seed;
  }

  /** Keeps a network. */
  StoredNetwork save(CompressedModel network) throws IOException {
    Path home = Files.createDirectories(home(network.variant()));
    Entry head = network.head().isEmpty() ? null : write(home.resolve(HEAD), network.head().get());
    TreeMap<Precision, Entry> models = new TreeMap<>();
    for (Map.Entry<Precision, ArtifactFile> model : network.models().entrySet()) {
      models.put(model.getKey(), write(file(home, model.getKey()), model.getValue()));
    }
    Index index = new Index(network.sparsityReached(), head, models);
    WholeFile.write(home.resolve(INDEX), JSON.writeValueAsBytes(index));
    return stored(home, network.variant(), index);
  }

  /** A network that was kept, if it is there, complete and undamaged. */
  Optional<StoredNetwork> load(Variant variant) {
    Path home = home(variant);
    try {
      Index index = JSON.readValue(home.resolve(INDEX).toFile(), Index.class);
      return index == null ? Optional.empty() : Optional.of(stored(home, variant, index));
    } catch (IOException e) {
      return Optional.empty(); // Not there, or damaged: it will be made again.
    }
  }

  /**
   * The model of a network in a precision, with its head if it has one; empty if they are not all
   * there.
   */
  Optional<TrialModel> files(Variant variant, Precision precision) throws IOException {
    StoredNetwork network = load(variant).orElse(null);
    Publishable model = network == null ? null : network.models().get(precision);
    if (network == null || model == null) {
      return Optional.empty();
    }
    Path home = home(variant);
    Publishable head = network.head();
    return Optional.of(
        new TrialModel(
            TrialModel.Part.of(model.manifest(), file(home, precision)),
            head == null ? null : TrialModel.Part.of(head.manifest(), home.resolve(HEAD))));
  }

  /** The dense FP32 file, from which a seed goes on without training again. */
  Optional<byte[]> denseFile() throws IOException {
    Path file = file(home(Variant.DENSE), Precision.FP32);
    return load(Variant.DENSE).isPresent() && Files.exists(file)
        ? Optional.of(Files.readAllBytes(file))
        : Optional.empty();
  }

  private StoredNetwork stored(Path home, Variant variant, Index index) throws IOException {
    Map<Precision, Publishable> models = new EnumMap<>(Precision.class);
    for (Map.Entry<Precision, Entry> model : index.models().entrySet()) {
      Precision precision = model.getKey();
      String name = name(variant) + " " + precision.label();
      models.put(
          precision, intact(file(home, precision), ArtifactKind.MODEL, name, model.getValue()));
    }
    Entry known = index.head();
    Publishable head =
        known == null
            ? null
            : intact(home.resolve(HEAD), ArtifactKind.HEAD, name(variant) + " head", known);
    return new StoredNetwork(index.sparsityReached(), head, models);
  }

  private static Publishable intact(Path file, ArtifactKind kind, String name, Entry entry)
      throws IOException {
    Digest found = Digest.ofFile(file);
    if (!found.equals(entry.digest())) {
      throw new IOException(file + ": expected " + entry.digest() + ", found " + found);
    }
    return Publishable.file(file, kind, name, entry.provenance());
  }

  private String name(Variant variant) {
    return variant + " seed " + seed;
  }

  /** The directory of a network. */
  Path home(Variant variant) {
    return directory.resolve(
        new Trial(seed, variant.method(), variant.sparsity().share(), Precision.FP32).network());
  }

  private static Path file(Path home, Precision precision) {
    return home.resolve(precision.label() + ".tflite");
  }

  private static Entry write(Path file, ArtifactFile artifact) throws IOException {
    WholeFile.write(file, artifact.content());
    return new Entry(Digest.of(artifact.content()), artifact.provenance());
  }
}
