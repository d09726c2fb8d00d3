/**
 * The HTTP interface described in OpenAPI 3.1. {@link
 * io.espalier.controller.openapi.ApiDescription} puts together what people wrote of each resource,
 * in files beside each other, and what the records of {@code controller.api} say of themselves.
 */
@NullMarked
package io.espalier.controller.openapi;

import org.jspecify.annotations.NullMarked;
