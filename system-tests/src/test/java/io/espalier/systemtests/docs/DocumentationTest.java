package io.espalier.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.fixtures.docs.Block;
import io.espalier.fixtures.docs.Note;
import io.espalier.fixtures.docs.Page;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the pages without running anything. */
class DocumentationTest {
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern LIKE_A_COMMAND =
      Pattern.compile(
          "(\\$ |(\\./)?espalier(-node)? [a-z-]|(mvn|curl|docker|mosquitto\\w*|sudo|git) ).*");

  private final Map<String, Page> pages =
      Page.all(Espalier.HOME).stream()
          .collect(Collectors.toMap(Page::name, Function.identity(), (a, b) -> a, TreeMap::new));

  DocumentationTest() throws IOException {}

  @Test
  void links_leadSomewhere() {
    Set<String> broken = new TreeSet<>();
    for (Page page : pages.values()) {
      for (String link : page.links()) {
        if (!ELSEWHERE.matcher(link).matches() && !leadsSomewhere(page, link)) {
          broken.add(page.name() + ": " + link);
        }
      }
    }
    assertThat(broken).as("links").isEmpty();
  }

  @Test
  void commands_standInBlocksThatSaySo() {
    Set<String> hidden = new TreeSet<>();
    for (Page page : pages.values()) {
      for (Block block : page.blocks()) {
        if (block.language().isEmpty()) {
          block.lines().stream()
              .filter(line -> LIKE_A_COMMAND.matcher(line).matches())
              .forEach(line -> hidden.add(page.name() + ":" + block.line() + ": " + line));
        }
      }
    }
    assertThat(hidden).as("commands in blocks that are not marked bash or console").isEmpty();
  }

  @Test
  void commandsThatAreRun_areOnPagesThatAreWalkedThrough() {
    Set<String> walked =
        Walk.all().stream().flatMap(walk -> walk.pages().stream()).collect(Collectors.toSet());
    assertThat(
            pages.values().stream()
                .filter(page -> blocks(page, Note.Run.class).findAny().isPresent())
                .map(Page::name))
        .as("pages with commands, each in a constant of Walk")
        .containsExactlyInAnyOrderElementsOf(walked);
  }

  @Test
  void substitutions_areOfWordsThatStandThere() {
    String entered =
        pages.values().stream()
            .flatMap(page -> blocks(page, Note.Run.class))
            .flatMap(block -> block.commands().stream())
            .collect(Collectors.joining("\n"));
    assertThat(Substitution.all())
        .allSatisfy(substitution -> assertThat(entered).contains(substitution.page()));
  }

  @Test
  void whoeverRunsCommandsElsewhere_exists() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Espalier.HOME)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
          }
        }
      }
    }
    for (Page page : pages.values()) {
      assertThat(
              blocks(page, Note.RunBy.class)
                  .map(block -> ((Note.RunBy) block.note()).who())
                  .filter(who -> !names.contains(who + ".java"))
                  .filter(who -> !Files.isExecutable(Espalier.HOME.resolve(who))))
          .as("tests and scripts that %s names", page.name())
          .isEmpty();
    }
  }

  private static Stream<Block> blocks(Page page, Class<? extends Note> kind) {
    return page.blocks().stream()
        .filter(block -> block.isOfCommands() && kind.isInstance(block.note()));
  }

  private boolean leadsSomewhere(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path from = Path.of(page.name());
    Path to = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
    if (!Files.exists(Espalier.HOME.resolve(to))) {
      return false;
    }
    Page target = pages.get(to.toString());
    return parts.length == 1 || (target != null && target.anchors().contains(parts[1]));
  }
}
