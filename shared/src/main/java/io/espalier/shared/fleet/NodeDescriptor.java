package io.espalier.shared.fleet;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node is made of.
 *
 * @param hardware the hardware class: the board's model where it tells one, else the processor's
 * @param architecture of the processor, for instance {@code aarch64}
 * @param cores logical processors
 * @param memoryBytes physical memory
 * @param os operating system and its version
 * @param agent version and commit of the node program
 * @param tensorflowLite version of the TensorFlow Lite runtime
 * @param labels given to the node by its owner, for instance {@code group} → {@code shops}; absent
 *     where there are none
 */
public record NodeDescriptor(
    String hardware,
    String architecture,
    int cores,
    long memoryBytes,
    String os,
    String agent,
    String tensorflowLite,
    @JsonSetter(nulls = Nulls.SET) @Nullable SortedMap<String, String> labels) {}
