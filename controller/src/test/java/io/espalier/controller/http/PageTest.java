package io.espalier.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.123Z");

  private record Item(String key, Instant at) {}

  @Test
  void listByKey_goesOnWhereItWas_thoughItsLastItemIsGone() {
    List<String> keys = new ArrayList<>(List.of("a", "b", "d", "e"));
    Page.Of<String> first = new Page(2, null).byKey(keys, key -> key);
    keys.remove("b");
    keys.add(1, "c");
    assertThat(after(first.next()).byKey(keys, key -> key).items()).containsExactly("c", "d");
    keys.removeIf(key -> key.compareTo("b") > 0);
    assertThat(after(first.next()).byKey(keys, key -> key).items()).isEmpty();
  }

  @Test
  void listOfTheNewest_goesOnWhereItWas_thoughItsLastItemIsGone() {
    List<Item> items =
        new ArrayList<>(
            List.of(
                new Item("n", NOON.plusMillis(1)),
                new Item("b", NOON),
                new Item("c", NOON),
                new Item("a", NOON.minusMillis(1))));
    Page.Of<Item> first = newest(new Page(2, null), items);
    assertThat(keys(first)).containsExactly("n", "b");
    items.remove(1);
    items.add(0, new Item("o", NOON.plusMillis(2)));
    assertThat(keys(newest(after(first.next()), items))).containsExactly("c", "a");
    items.remove(2);
    assertThat(keys(newest(after(first.next()), items))).containsExactly("a");
  }

  @Test
  void placeThatNoListHas_isRefused() {
    for (String text : List.of("nowhere", "1e3 a", "99999999999999999999 a")) {
      String place = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> newest(new Page(2, decoded(place)), List.of()))
          .withMessageContaining("expected what the answer before called next");
    }
  }

  private static Page.Of<Item> newest(Page page, List<Item> items) {
    return page.newestFirst(items, Item::at, Item::key);
  }

  private static List<String> keys(Page.Of<Item> page) {
    return page.items().stream().map(Item::key).toList();
  }

  private static Page after(@Nullable String next) {
    return new Page(2, decoded(next));
  }

  private static String decoded(@Nullable String next) {
    return new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
  }
}
