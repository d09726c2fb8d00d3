package io.espalier.shared.fleet;

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
 */
public record NodeDescriptor(
    String hardware,
    String architecture,
    int cores,
    long memoryBytes,
    String os,
    String agent,
    String tensorflowLite) {}
