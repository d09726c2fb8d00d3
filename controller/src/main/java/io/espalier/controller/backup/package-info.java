/**
 * All that a controller must not forget, in one file that goes into any other store. {@link
 * io.espalier.controller.backup.Backup} makes it, {@link io.espalier.controller.backup.BackupFile}
 * reads it.
 */
@NullMarked
package io.espalier.controller.backup;

import org.jspecify.annotations.NullMarked;
