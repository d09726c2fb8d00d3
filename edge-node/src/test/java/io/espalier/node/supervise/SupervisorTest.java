package io.espalier.node.supervise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  @Test
  void systemd_isToldThatTheProgramIsReady_livesAndEnds(@TempDir Path run) {
    assumeTrue(hasLibSystemd(), "libsystemd.so.0 is not installed");
    Path path = run.resolve("notify");
    try (Notifications told = new Notifications(path)) {
      // libsystemd reads the environment of the process, not the one that Java has a copy of.
      Environment.LIBC.setenv("NOTIFY_SOCKET", path.toString(), 1);
      Supervisor supervisor =
          Supervisor.of(Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "60000000"));
      assertThat(supervisor.beat()).contains(Duration.ofSeconds(20));
      supervisor.ready();
      assertThat(told.next()).isEqualTo("READY=1");
      supervisor.alive();
      assertThat(told.next()).isEqualTo("WATCHDOG=1");
      supervisor.stopping();
      assertThat(told.next()).isEqualTo("STOPPING=1");
    } finally {
      Environment.LIBC.unsetenv("NOTIFY_SOCKET");
    }
  }

  @Test
  void programThatSystemdDidNotStart_tellsNobody() {
    Supervisor supervisor = Supervisor.of(Map.of("WATCHDOG_USEC", "60000000"));
    assertThat(supervisor.beat()).isEmpty();
    supervisor.ready();
  }

  @Test
  void watchdogThatIsNoNumber_isLeftAlone() {
    assertThat(Supervisor.of(Map.of("NOTIFY_SOCKET", "/x", "WATCHDOG_USEC", "soon")).beat())
        .isEqualTo(Optional.empty());
  }

  private static boolean hasLibSystemd() {
    try {
      return Native.load("libsystemd.so.0", Environment.class) != null;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** Where systemd would listen. */
  private static final class Notifications implements AutoCloseable {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private final int socket = Environment.LIBC.socket(AF_UNIX, SOCK_DGRAM, 0);
    private final Path path;

    Notifications(Path path) {
      this.path = path;
      byte[] name = path.toString().getBytes(US_ASCII);
      ByteBuffer address = ByteBuffer.allocate(name.length + 3).order(ByteOrder.nativeOrder());
      address.putShort(AF_UNIX).put(name);
      assertThat(Environment.LIBC.bind(socket, address.array(), address.capacity())).isZero();
    }

    String next() {
      byte[] message = new byte[100];
      long length = Environment.LIBC.recv(socket, message, message.length, 0);
      return new String(message, 0, Math.toIntExact(length), US_ASCII);
    }

    @Override
    public void close() {
      Environment.LIBC.close(socket);
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private interface Environment extends Library {
    Environment LIBC = Native.load("c", Environment.class);

    int setenv(String name, String value, int overwrite);

    int unsetenv(String name);

    int socket(int domain, int type, int protocol);

    int bind(int socket, byte[] address, int length);

    long recv(int socket, byte[] buffer, long length, int flags);

    int close(int socket);
  }
}
