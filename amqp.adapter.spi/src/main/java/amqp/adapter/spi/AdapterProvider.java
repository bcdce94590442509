// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

/**
 * Makes an adapter; found by {@link java.util.ServiceLoader}. Cheap to make: no thread, no socket before
 * {@link #create}.
 */
public interface AdapterProvider {
    /** A short name in lower case by which applications choose the adapter, such as "nio". */
    String name();

    /** The place in the order of preference: where nothing was chosen, the lowest usable one is taken. */
    int order();

    /** Why the adapter can't be used here, in one sentence; the empty string where it can. */
    String unusableReason();

    /**
     * Makes an adapter with threads, loops and buffers of its own; the caller closes it.
     *
     * @throws IllegalStateException when the adapter can't be used here
     */
    Adapter create();
}
