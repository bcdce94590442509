// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

/** Cancels a scheduled task. */
@FunctionalInterface
public interface Cancellable {
    /**
     * Removes the task. May be called from any thread and any number of times, also after the task has run, the
     * transport has closed or the adapter has closed. When called on the I/O thread, the task does not run afterwards; when
     * called on another thread, the task may be running at that moment.
     */
    void cancel();
}
