package io.espalier.systemtests.docs;

import java.util.List;

/**
 * Pages that are walked through one after the other, on the same fleet and in one directory.
 *
 * @param preparation commands that make what its pages take for granted
 * @param pages in their order
 */
record Walk(String preparation, List<String> pages) {
  /** On the fleet that the tutorial starts. The last of them gives out tokens. */
  private static final Walk FLEET =
      new Walk(
          // Fifty programs are started: an archive of their classes pays after the fifth.
          """
          java -XX:ArchiveClassesAtExit="$PLACE/classes.jsa" -jar "$CONTROLLER" nodes list \
            >"$PLACE/archive.log" 2>&1
          """,
          List.of(
              "docs/tutorial/first-fleet.md",
              "README.md",
              "docs/how-to/roll-out.md",
              "docs/how-to/own-model.md",
              "docs/how-to/serving.md",
              "docs/reference/cli.md",
              "docs/reference/experiments.md",
              "docs/how-to/operations.md",
              "docs/reference/api.md"));

  private static final Walk SECURE = new Walk("", List.of("docs/how-to/secure-a-broker.md"));

  /** With a database on {@code db.lan}, as its page wants it. */
  private static final Walk SECOND =
      new Walk(
          """
          (umask 077; echo secret >store-password)
          bin="$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)"
          install -d -o postgres "$PLACE/db"
          install -o postgres store-password "$PLACE/db/password"
          as_postgres() { (cd "$PLACE/db" && runuser -u postgres -- "$bin/$@"); }
          as_postgres initdb -D data -U espalier --pwfile=password -A scram-sha-256 --no-sync >db.log
          as_postgres pg_ctl -D data -l log -w \
            -o "-c fsync=off -c unix_socket_directories=" start >>db.log
          PGPASSWORD=secret "$bin/createdb" -h db.lan -U espalier espalier
          """,
          List.of("docs/how-to/second-controller.md"));

  /** All walks. */
  static List<Walk> all() {
    return List.of(FLEET, SECURE, SECOND);
  }

  @Override
  public String toString() {
    return pages.get(0);
  }
}
