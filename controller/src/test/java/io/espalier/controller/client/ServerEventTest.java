package io.espalier.controller.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerEventTest {
  @Test
  void events_areWhatStandsBetweenEmptyLines() {
    assertThat(read("id: 7", "event: node", "data: {\"a\":1}", "", "data:x", "data: y", "", ":"))
        .containsExactly(
            new ServerEvent("7", "node", "{\"a\":1}"), new ServerEvent("7", "message", "x\ny"));
  }

  @Test
  void anIdAlone_isNoEvent_butWhereToGoOn() {
    assertThat(read("retry: 2000", "id: 41", "", ": still here", "", "data: z", ""))
        .containsExactly(new ServerEvent("41", "message", "z"));
  }

  @Test
  void whatIsNotEnded_isNotTold() {
    assertThat(read("id: 1", "data: half")).isEmpty();
  }

  private static List<ServerEvent> read(String... lines) {
    List<ServerEvent> heard = new ArrayList<>();
    ServerEvent.Reader reader = new ServerEvent.Reader(heard::add);
    List.of(lines).forEach(reader::onNext);
    reader.onComplete();
    return heard;
  }
}
