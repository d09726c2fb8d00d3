/**
 * Sessions at a real MQTT 5 broker without a thread for each. {@link
 * io.espalier.simulator.mqtt.MqttLoops} opens them.
 */
@NullMarked
package io.espalier.simulator.mqtt;

import org.jspecify.annotations.NullMarked;
