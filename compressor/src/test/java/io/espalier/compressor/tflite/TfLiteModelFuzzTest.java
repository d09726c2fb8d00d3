package io.espalier.compressor.tflite;

import static io.espalier.compressor.tflite.TestNetworks.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.espalier.shared.artifact.Precision;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TfLiteModelFuzzTest {
  private static final int MUTATIONS_OF_EACH = 20_000;

  /** Of its size: each part of 4 bytes becomes an object, twice where it is written, too. */
  private static final int MEMORY_FACTOR = 100;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  @Timeout(120)
  void parseAndWrite_giveAModelOrOneLine_for140000Mutations() {
    List<byte[]> files =
        List.of(
            TfLiteWriter.write(TestNetworks.pruned(1, 3, 2, 3), Precision.FP32, PROVENANCE),
            TfLiteWriter.write(TestNetworks.pruned(1, 40, 30, 3), Precision.INT8, PROVENANCE),
            OddModels.conditional(1),
            OddModels.unrunnable(2),
            OddModels.outside(OddModels.conditional(3)),
            OddModels.zipped(OddModels.conditional(4)),
            ConvModels.twoInputs(5));
    // What is loaded once is not the doing of any file.
    files.forEach(TfLiteModelFuzzTest::loadClasses);
    int[] outcomes = new int[2];
    for (int file = 0; file < files.size(); file++) {
      for (int seed = 0; seed < MUTATIONS_OF_EACH; seed++) {
        byte[] mutated = Mutations.of(files.get(file), seed);
        outcomes[survives(mutated, "file %d, seed %d".formatted(file, seed)) ? 1 : 0]++;
      }
    }
    // Were all refused, or none, the mutations would be too strong or too weak.
    assertThat(outcomes[0]).isGreaterThan(10_000);
    assertThat(outcomes[1]).isGreaterThan(10_000);
  }

  private static void loadClasses(byte[] file) {
    for (int seed = 0; seed < 500; seed++) {
      try {
        TfLiteModel model = TfLiteModel.parse(TfLiteModel.parse(Mutations.of(file, seed)).write());
        assertThat(LeftAlone.of(model, LinkSites.of(model))).isNotNull();
      } catch (TfLiteException refused) {
        assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  private static boolean survives(byte[] file, String what) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      TfLiteModel model = TfLiteModel.parse(file);
      byte[] written = model.write();
      assertModest(THREADS.getCurrentThreadAllocatedBytes() - before, file, what);
      assertThat(written.length).as(what).isLessThan(8 * file.length + 1024);
      assertThat(TfLiteModel.parse(written).graphs()).as(what).isNotEmpty();
      assertThat(LeftAlone.of(model, LinkSites.of(model))).as(what).isNotNull();
      return true;
    } catch (TfLiteException refused) {
      assertModest(THREADS.getCurrentThreadAllocatedBytes() - before, file, what);
      assertThat(refused.getMessage()).as(what).isNotBlank().doesNotContain("\n");
      return false;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError crash) {
      return fail(what, crash);
    }
  }

  private static void assertModest(long allocated, byte[] file, String what) {
    assertThat(allocated).as(what).isLessThan(MEMORY_FACTOR * (file.length + 1024L));
  }
}
