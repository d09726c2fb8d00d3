package io.espalier.controller.cli;

import io.espalier.shared.fleet.NodeId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Node ids on the command line. */
final class NodeIds implements ITypeConverter<NodeId> {
  @Override
  public NodeId convert(String text) {
    try {
      return new NodeId(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
