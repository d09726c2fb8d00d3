package io.espalier.simulator.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectMeterTest {
  private static final long MILLI = 1_000_000;

  @Test
  void peak_isOfTheBusiestSecond_whereverItBegins() {
    ConnectMeter meter = new ConnectMeter();
    for (long at : new long[] {0, 900, 950, 1_000, 1_899, 1_900, 5_000}) {
      meter.connecting(at * MILLI);
    }

    assertThat(meter.peakPerSecond(0)).isEqualTo(4);
    assertThat(meter.peakPerSecond(5)).isEqualTo(1);
    assertThat(meter.count()).isEqualTo(7);
  }

  @Test
  void peak_doesNotDependOnTheOrderInWhichLoopsCount() {
    ConnectMeter meter = new ConnectMeter();
    for (int i = 2_000; i > 0; i--) {
      meter.connecting(i * 10L * MILLI);
    }

    assertThat(meter.peakPerSecond(0)).isEqualTo(100);
  }
}
