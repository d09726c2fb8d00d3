package io.espalier.controller.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a store is, and as whom it is opened. What it says of itself holds no secret. */
public final class StoreAddress {
  /**
   * The data directory has a lock of its own. What is overwritten stays for some seconds, in case
   * the power goes before the operating system has written what replaces it. The mode is there for
   * {@code ON CONFLICT DO NOTHING}.
   */
  private static final String FILE_SETTINGS =
      ";MODE=PostgreSQL;RETENTION_TIME=5000;FILE_LOCK=NO;DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=65536";

  private static final String SERVER = "jdbc:postgresql://";
  private static final Pattern SECRET = Pattern.compile("(?i)[?&]password=|//[^/?]*:[^/?@]*@");

  private final String url;
  private final Dialect dialect;
  private final @Nullable String user;
  private final @Nullable String password;

  private StoreAddress(
      String url, Dialect dialect, @Nullable String user, @Nullable String password) {
    this.url = url;
    this.dialect = dialect;
    this.user = user;
    this.password = password;
  }

  /**
   * A database in a file of this machine.
   *
   * @param file without the suffix that the database gives it
   */
  public static StoreAddress file(Path file) {
    return inside("file:" + file.toAbsolutePath());
  }

  /**
   * A database of a PostgreSQL server.
   *
   * @param url {@code jdbc:postgresql://host[:port]/database[?option=value&…]}, without a password:
   *     everybody can read the arguments of a program
   * @param user absent for what the driver takes: {@code PGUSER}, or the name of the system's user
   * @param password absent for what the driver finds in {@code ~/.pgpass}, or none
   * @throws IllegalArgumentException if the URL is another, or has a password in it
   */
  public static StoreAddress server(String url, @Nullable String user, @Nullable String password) {
    if (SECRET.matcher(url).find()) {
      throw new IllegalArgumentException(
          "store: expected a URL without a password, which everybody here can read in the list of"
              + " processes; use --store-password-file");
    }
    if (!url.toLowerCase(Locale.ROOT).startsWith(SERVER) || url.length() == SERVER.length()) {
      throw new IllegalArgumentException(
          "store: expected jdbc:postgresql://host[:port]/database, found '" + url + "'");
    }
    return new StoreAddress(url, Dialect.POSTGRESQL, user, password);
  }

  /** A database in a file, said as the database says it. */
  static StoreAddress inside(String file) {
    return new StoreAddress("jdbc:h2:" + file + FILE_SETTINGS, Dialect.H2, null, null);
  }

  /** Whether several controllers can have it at the same time. */
  public boolean isShared() {
    return dialect == Dialect.POSTGRESQL;
  }

  Dialect dialect() {
    return dialect;
  }

  String url() {
    return url;
  }

  /** What the driver is told beside the URL. */
  Properties properties() {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    if (dialect == Dialect.POSTGRESQL) {
      properties.setProperty("ApplicationName", "espalier");
      // One statement for many rows: a round trip for each would be what storing takes.
      properties.setProperty("reWriteBatchedInserts", "true");
      properties.setProperty("connectTimeout", "5");
      properties.setProperty("tcpKeepAlive", "true");
      // One that stands still, or is gone without a word, must not hold up another for long.
      properties.setProperty(
          "options",
          "-c idle_in_transaction_session_timeout=10s -c tcp_keepalives_idle=5"
              + " -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3");
    }
    return properties;
  }

  /** Where it is; no more than is good for a log. */
  @Override
  public String toString() {
    int options = url.indexOf(dialect == Dialect.H2 ? ';' : '?');
    return options < 0 ? url : url.substring(0, options);
  }
}
