/**
 * What people look at: the table, the plots, the page. {@link
 * io.espalier.controller.report.ReportWriter} is the front door.
 */
@NullMarked
package io.espalier.controller.report;

import org.jspecify.annotations.NullMarked;
