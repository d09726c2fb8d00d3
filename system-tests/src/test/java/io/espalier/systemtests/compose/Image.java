package io.espalier.systemtests.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.systemtests.fixture.Command;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as Jib wrote it: a tar with a manifest, a configuration and layers.
 *
 * @param tar the file
 * @param unpacked where its parts are
 * @param manifest {@code manifest.json}
 * @param configuration {@code config.json}
 */
record Image(Path tar, Path unpacked, JsonNode manifest, JsonNode configuration) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where that image is, if it was built. */
  static Optional<Path> built(String program, String architecture) {
    Path tar = Espalier.HOME.resolve("images/target/%s_%s.tar".formatted(program, architecture));
    return Optional.of(tar).filter(Files::exists);
  }

  /** Takes it apart in a directory. */
  static Image open(Path tar, Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Command.run("tar", "--extract", "--file", tar.toString(), "-C", directory.toString());
    return new Image(
        tar,
        directory,
        JSON.readTree(directory.resolve("manifest.json").toFile()).get(0),
        JSON.readTree(directory.resolve("config.json").toFile()));
  }

  /** Its layers, the lowest first. */
  List<Path> layers() {
    return texts(manifest.path("Layers")).stream().map(unpacked::resolve).toList();
  }

  /** Whether there is a system below what Jib adds. */
  boolean hasBase() {
    return !configuration.at("/history/0/author").asText().equals("Jib");
  }

  /** The files in all layers, as absolute paths. */
  List<String> files() throws IOException, InterruptedException {
    List<String> files = new ArrayList<>();
    for (Path layer : layers()) {
      Command.run("tar", "--list", "--file", layer.toString())
          .lines()
          .filter(name -> !name.endsWith("/"))
          .map(name -> "/" + name)
          .forEach(files::add);
    }
    return files;
  }

  List<String> tags() {
    return texts(manifest.path("RepoTags"));
  }

  String user() {
    return configuration.at("/config/User").asText();
  }

  List<String> entrypoint() {
    return texts(configuration.at("/config/Entrypoint"));
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String entry : texts(configuration.at("/config/Env"))) {
      int sign = entry.indexOf('=');
      environment.put(entry.substring(0, sign), entry.substring(sign + 1));
    }
    return environment;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
