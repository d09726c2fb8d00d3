/**
 * What the pages tell readers to enter, entered: in namespaces of their own, so that addresses,
 * ports and names are those that stand there.
 */
@NullMarked
package io.espalier.systemtests.docs;

import org.jspecify.annotations.NullMarked;
