package io.espalier.systemtests.docs;

import io.espalier.fixtures.docs.Block;
import io.espalier.fixtures.docs.Note;
import io.espalier.fixtures.docs.Page;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands of a page as one script of bash, so that what a block sets the next one has. What
 * stays, stays for the pages after it too, and is not started again in the same words.
 */
final class Script {
  private static final String HEAD =
      """
      set -euo pipefail
      said() { # TEXT LOG
        if [[ "$1" == port\\ * ]]; then
          (exec 3<>"/dev/tcp/127.0.0.1/${1#port }") 2>/dev/null
        else
          grep -q -e "$1" "$2"
        fi
      }
      stay() { # TEXT NAME
        [[ ! -e "$2.pid" ]] || ! kill -0 "$(cat "$2.pid")" 2>/dev/null || return 0
        bash -euo pipefail "$2" >"$2.log" 2>&1 </dev/null &
        echo $! >"$2.pid"
        for ((tenths = 0; tenths < 600; tenths++)); do
          if said "$1" "$2.log"; then return 0; fi
          kill -0 "$(cat "$2.pid")" || break
          sleep 0.1
        done
        echo "expected '$1', found:"
        cat "$2.log"
        return 1
      }
      """;

  private final Workplace place;
  private final Page page;

  Script(Workplace place, Page page) {
    this.place = place;
    this.page = page;
  }

  /** All of it. */
  String text() {
    return HEAD + blocks(page).stream().map(this::of).collect(Collectors.joining());
  }

  /** The name of its file. */
  static String name(Page page) {
    return page.name().replace('/', '-') + ".sh";
  }

  /** The blocks of a page that are run. */
  static List<Block> blocks(Page page) {
    return page.blocks().stream()
        .filter(block -> block.isOfCommands() && block.note() instanceof Note.Run)
        .toList();
  }

  /** What is said in place of a block's commands where they are run: a file of this name. */
  static String answers(Page page, Block block) {
    return "%s-%d".formatted(name(page), block.line());
  }

  private String of(Block block) {
    Note.Run note = (Note.Run) block.note();
    String commands = Substitution.in(entered(block, note.exit() == 0));
    StringBuilder text =
        new StringBuilder("echo \"::block %d $SECONDS\"\n".formatted(block.line()));
    if (!note.until().isEmpty()) {
      String name = place.stays("exec " + commands.replace("./espalier", "espalier"));
      return text.append("stay '%s' '%s'%n".formatted(note.until(), name)).toString();
    }
    if (!note.after().isEmpty()) {
      text.append(note.after()).append('\n');
    }
    String file = place.file(answers(page, block)).toString();
    if (!block.answers().isEmpty()) {
      commands = "{\n%s\n} >'%s'".formatted(commands, file);
    }
    if (note.exit() == 0) {
      return text.append(commands).append('\n').toString();
    }
    return text.append("code=0\n%s || code=$?\n".formatted(commands))
        .append(
            "[[ $code == %1$d ]] || { echo \"exit code $code\"; exit 1; }\n".formatted(note.exit()))
        .toString();
  }

  /** Answers of HTTP end without a new line, which those after them need. */
  private static String entered(Block block, boolean endsWell) {
    return block.answers().isEmpty() || !endsWell
        ? String.join("\n", block.commands())
        : String.join("\necho\n", block.joined());
  }
}
