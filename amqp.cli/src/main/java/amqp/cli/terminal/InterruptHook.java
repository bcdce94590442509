// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

/** What is done when a signal, such as that of Ctrl-C, ends the process while a command runs. */
public final class InterruptHook {
    private final Thread thread;

    private InterruptHook(Thread thread) {
        this.thread = thread;
    }

    /** Has a task run when the process is ended from now on; the process ends after it. */
    public static InterruptHook add(Runnable task) {
        Thread thread = new Thread(task, "amqp-interrupt");
        Runtime.getRuntime().addShutdownHook(thread);
        return new InterruptHook(thread);
    }

    /** Takes it back, unless the process is ending already. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException alreadyEnding) {
            // Then the task runs, or has run.
        }
    }
}
