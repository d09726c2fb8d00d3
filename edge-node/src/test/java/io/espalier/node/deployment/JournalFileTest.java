package io.espalier.node.deployment;

import static io.espalier.node.deployment.Deployments.desired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.node.deployment.Journal.GivenUp;
import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
  private static final Journal FIRST = journal("a", 0);
  private static final Journal SECOND = journal("b", 1);

  private @TempDir Path directory;

  @Test
  void read_ofAnEmptyDirectory_isTheEmptyJournal() {
    assertThat(file().read()).isEqualTo(Journal.EMPTY);
  }

  @Test
  void read_givesBackWhatWasWrittenLast() throws IOException {
    file().write(FIRST);
    assertThat(file().read()).isEqualTo(FIRST);
    file().write(SECOND);
    assertThat(file().read()).isEqualTo(SECOND);
  }

  @Test
  void read_ofAJournalThatEndsAnywhere_isTheOneBefore() throws IOException {
    file().write(FIRST);
    file().write(SECOND);
    byte[] whole = Files.readAllBytes(directory.resolve("journal"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(directory.resolve("journal"), Arrays.copyOf(whole, length));
      assertThat(file().read()).as("first %d bytes", length).isEqualTo(FIRST);
    }
  }

  @Test
  void read_ofAJournalWithAnyWrongByte_isTheOneBefore() throws IOException {
    file().write(FIRST);
    file().write(SECOND);
    byte[] whole = Files.readAllBytes(directory.resolve("journal"));
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(directory.resolve("journal"), damaged);
      assertThat(file().read()).as("byte %d", at).isEqualTo(FIRST);
    }
  }

  @Test
  void read_neverFails_whateverBothFilesHold_seed1To50() throws IOException {
    for (int seed = 1; seed <= 50; seed++) {
      byte[] rubbish = new byte[seed * 7];
      new Random(seed).nextBytes(rubbish);
      Files.write(directory.resolve("journal"), rubbish);
      Files.write(directory.resolve("journal.before"), rubbish);
      assertThat(file().read()).isEqualTo(Journal.EMPTY);
    }
  }

  @Test
  void write_keepsTheLastWholeOneAsTheOneBefore() throws IOException {
    file().write(FIRST);
    file().write(SECOND);
    Files.write(directory.resolve("journal"), new byte[10]);
    file().write(SECOND);
    Files.delete(directory.resolve("journal"));
    assertThat(file().read()).isEqualTo(FIRST);
  }

  @Test
  void write_thatFails_leavesTheOneBefore() throws IOException {
    file().write(FIRST);
    Files.createDirectories(directory.resolve("journal.new").resolve("in the way"));
    assertThatThrownBy(() -> file().write(SECOND)).isInstanceOf(IOException.class);
    assertThat(file().read()).isEqualTo(FIRST);
  }

  @Test
  void write_countsBothFiles() throws IOException {
    FlashMeter flash = new FlashMeter();
    JournalFile file = new JournalFile(directory, flash);
    file.write(FIRST);
    long first = Files.size(directory.resolve("journal"));
    assertThat(flash.bytes()).isEqualTo(first);
    file.write(SECOND);
    assertThat(flash.bytes()).isEqualTo(2 * first + Files.size(directory.resolve("journal")));
  }

  @Test
  void journal_refusesThreeSlots() {
    assertThatThrownBy(
            () -> new Journal(1, null, desired("a"), desired("b"), desired("c"), 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two slots");
  }

  private JournalFile file() {
    return new JournalFile(directory, new FlashMeter());
  }

  private static Journal journal(String serving, int lives) {
    return new Journal(
        Journal.SCHEMA,
        new DeploymentId(serving),
        desired(serving),
        desired("spare"),
        null,
        lives,
        List.of(new GivenUp(new DeploymentId("old"), Phase.REFUSED, "too large")));
  }
}
