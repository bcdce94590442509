// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

/** Cancels something that was scheduled. */
@FunctionalInterface
public interface Cancellable {
    /**
     * Removes what was scheduled; callable from any thread, any number of times. Called on the I/O thread, the task is
     * certain not to run afterwards; called elsewhere, it may just be running.
     */
    void cancel();
}
