package io.espalier.compressor.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatCodecTest {
  private static final Schema SCHEMA =
      Schema.parse(
          """
          file TEST Root # in bytes 4 to 7
          union Shape Circle Square
          table Root count:int=7 wide:long data:[ubyte]@16 longs:[long] names:[Named]
            shape:Shape real:float flag:bool text:string
          table Named name:string
          table Circle radius:float
          table Square
          """);
  private static final Schema NEWER =
      Schema.parse(
          """
          file TEST Root
          union Shape Circle Square Ring
          table Root count:int=7 wide:long data:[ubyte]@16 longs:[long] names:[Named]
            shape:Shape real:float flag:bool text:string extra:int
          table Named name:string
          table Circle radius:float
          table Square
          table Ring
          """);
  private static final FlatCodec CODEC = new FlatCodec(SCHEMA);

  @Test
  void write_isReadBack_seeds0To499() {
    for (int seed = 0; seed < 500; seed++) {
      Table tree = new RandomTables(SCHEMA, seed).root();
      byte[] written = write(CODEC, tree);

      Table read = CODEC.read(ByteBuffer.wrap(written));

      assertThat(RandomTables.describe(read))
          .as("seed %d", seed)
          .isEqualTo(RandomTables.describe(tree));
      assertThat(write(CODEC, read)).as("seed %d", seed).isEqualTo(written);
    }
  }

  @Test
  void write_alignsVectors_soThatTheyAreReadInPlace() {
    for (int length = 1; length < 40; length++) {
      byte[] data = new byte[length];
      Arrays.fill(data, (byte) 0x5a);
      byte[] file =
          write(
              CODEC,
              CODEC
                  .table("Root")
                  .withText("text", "x".repeat(length))
                  .withBytes("data", ByteBuffer.wrap(data))
                  .withLongs("longs", 0x1122334455667788L));

      assertThat(indexOf(file, data[0]) % 16).as("length %d", length).isZero();
      assertThat(indexOf(file, (byte) 0x88) % 8).as("length %d", length).isZero();
    }
  }

  @Test
  void write_keepsWhatIsShared() {
    Table one = CODEC.table("Named").withText("name", "a name of some length");
    List<Table> hundred = Collections.nCopies(100, one);
    byte[] file = write(CODEC, CODEC.table("Root").withTables("names", hundred));

    List<Table> read = CODEC.read(ByteBuffer.wrap(file)).tables("names");

    assertThat(file.length).isLessThan(100 * 4 + 100);
    assertThat(read).hasSize(100).allSatisfy(table -> assertThat(table).isSameAs(read.get(0)));
  }

  @Test
  void table_givesDefaultsForWhatIsAbsent() {
    Table empty = CODEC.read(ByteBuffer.wrap(write(CODEC, CODEC.table("Root"))));

    assertThat(empty.integer("count")).isEqualTo(7);
    assertThat(empty.longs("longs")).isEmpty();
    assertThat(empty.text("text")).isEmpty();
    assertThat(empty.table("shape")).isEmpty();
    assertThat(empty.has("count")).isFalse();
  }

  @Test
  void table_refusesSlotsThatItDoesNotHave() {
    Table root = CODEC.table("Root");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.integer("colour"))
        .withMessage("Root: has no field colour");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.integer("text"))
        .withMessage("Root.text: expected a SCALAR, found a STRING");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.withTable("shape", CODEC.table("Named")))
        .withMessage("Root.shape: expected one of [Circle, Square], found Named");
  }

  @Test
  void read_refusesWhatIsNewerThanItsSchema() {
    FlatCodec newer = new FlatCodec(NEWER);
    Table root = newer.table("Root");

    assertRefused(
        write(newer, root.withTable("shape", newer.table("Ring"))),
        "Root.shape: member 3 of Shape is unknown, the file is newer than its reader");
    assertRefused(
        write(newer, root.withInteger("extra", 1)),
        "Root: field 10 is unknown, the file is newer than its reader");
  }

  @Test
  void read_refusesOffsetsAndLengthsThatLeadOutside() {
    byte[] file = write(CODEC, CODEC.table("Root").withLongs("longs", 0x51, 0x52, 0x53));
    ByteBuffer rooted = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
    rooted.putInt(0, 1 << 30);
    ByteBuffer blown = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
    blown.putInt(indexOf(file, (byte) 0x53) - 16 - 4, -1);

    assertRefused(rooted.array(), "root: an offset leads to byte 1073741824 of " + file.length);
    assertRefused(blown.array(), "Root.longs: expected at most 24 bytes, found " + 0xffffffffL * 8);
    assertRefused(new byte[7], "file: expected identifier TEST, found 7 bytes without it");
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatExceptionOfType(FlatException.class)
        .isThrownBy(() -> CODEC.read(ByteBuffer.wrap(file)))
        .withMessage(message);
  }

  private static int indexOf(byte[] file, byte value) {
    for (int i = 8; i < file.length; i++) {
      if (file[i] == value) {
        return i;
      }
    }
    throw new AssertionError(value + " is not in the file");
  }

  private static byte[] write(FlatCodec codec, Table root) {
    byte[] bytes = new byte[codec.size(root)];
    codec.write(root, bytes);
    return bytes;
  }
}
