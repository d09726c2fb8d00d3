package io.espalier.systemtests.compose;

import io.espalier.systemtests.fixture.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How services are run of their images: ours from the tars that were built, those of others by the
 * programs of this machine, prepared as these images do it.
 */
final class Images {
  private static final String ROOT = "0:0";

  /** As {@code docker-entrypoint.sh} of {@code eclipse-mosquitto}. */
  private static final String MOSQUITTO =
      "chown -R mosquitto: /mosquitto; PATH=$PATH:/usr/sbin; exec \"$@\"";

  /** As {@code docker-entrypoint.sh} of {@code postgres}, as far as it is used. */
  private static final String POSTGRES =
      """
      data=/var/lib/postgresql/data
      bin="$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)"
      chown postgres: $data
      as() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
      if [ ! -s $data/PG_VERSION ]; then
        as "$bin/initdb" -D $data -U "$POSTGRES_USER" --pwfile "$POSTGRES_PASSWORD_FILE" \\
          -A scram-sha-256 -E UTF8 --no-sync
        echo "CREATE DATABASE $POSTGRES_DB" | as "$bin/postgres" --single -D $data postgres
        echo "host all all all scram-sha-256" >>$data/pg_hba.conf
      fi
      exec setpriv --reuid postgres --regid postgres --init-groups "$bin/postgres" -D $data \\
        -c 'listen_addresses=*' -c unix_socket_directories=/tmp
      """;

  private final Path directory;
  private final List<String> enter;
  private final Map<String, Image> opened = new HashMap<>();

  /**
   * Images in {@code directory}.
   *
   * @param enter command that goes where {@code directory/images} is not on the system's disk
   */
  Images(Path directory, List<String> enter) {
    this.directory = directory;
    this.enter = enter;
  }

  Box.Recipe recipe(Service service) throws IOException, InterruptedException {
    String program = service.image().substring(0, service.image().indexOf(':'));
    return switch (program) {
      case "eclipse-mosquitto" -> others(service, MOSQUITTO);
      case "postgres" -> others(service, POSTGRES);
      default -> ours(service, program);
    };
  }

  private Box.Recipe others(Service service, String prepare)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-euc", prepare, "-"));
    command.addAll(service.command() == null ? List.of() : service.command());
    return new Box.Recipe(files("others"), ROOT, service.environment(), command);
  }

  private Box.Recipe ours(Service service, String program)
      throws IOException, InterruptedException {
    Image image = opened.get(program);
    if (image == null) {
      image = Image.open(Image.built(program, "amd64").orElseThrow(), directory.resolve(program));
      opened.put(program, image);
      List<String> unpack = new ArrayList<>(enter);
      unpack.addAll(List.of("sh", "-euc", "for layer; do tar -xf \"$layer\" -C \"$0\"; done"));
      unpack.add(files(program).toString());
      image.layers().forEach(layer -> unpack.add(layer.toString()));
      Command.run(unpack);
    }
    if (!image.tags().contains(service.image())) {
      throw new IOException(
          "service %s: expected an image of %s, found %s"
              .formatted(service.name(), service.image(), image.tags()));
    }
    Map<String, String> environment = new LinkedHashMap<>(image.environment());
    environment.putAll(service.environment());
    List<String> command =
        new ArrayList<>(service.entrypoint() == null ? image.entrypoint() : service.entrypoint());
    command.addAll(service.command() == null ? List.of() : service.command());
    String user = service.user() == null ? image.user() : service.user();
    return new Box.Recipe(files(program), user.equals("root") ? ROOT : user, environment, command);
  }

  private Path files(String name) throws IOException, InterruptedException {
    Path files = directory.resolve("images").resolve(name);
    List<String> make = new ArrayList<>(enter);
    make.addAll(List.of("mkdir", "-p", files.toString()));
    Command.run(make);
    return files;
  }
}
