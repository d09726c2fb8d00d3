package io.espalier.compressor.data;

import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The four original files of MNIST, gzipped among the resources (see NOTICE). */
final class BundledMnist implements IdxSource {
  private static final Map<Part, Digest> UNPACKED =
      Map.of(
          Part.TRAIN_IMAGES,
          new Digest("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          Part.TRAIN_LABELS,
          new Digest("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          Part.TEST_IMAGES,
          new Digest("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          Part.TEST_LABELS,
          new Digest("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  @Override
  public IdxFile read(Part part) throws DataException {
    String resource = part.fileName() + ".gz";
    try (InputStream in = BundledMnist.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new DataException(resource, "a resource of the compressor", "nothing");
      }
      return verified(part, IdxFile.parse(resource, in.readAllBytes()));
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(resource, "a readable resource", e.toString());
    }
  }

  static IdxFile verified(Part part, IdxFile file) throws DataException {
    Digest expected = UNPACKED.get(part);
    Digest found = Digest.of(file.content());
    if (!found.equals(expected)) {
      throw new DataException(file.name(), "SHA-256 " + expected, found.toString());
    }
    return file;
  }
}
