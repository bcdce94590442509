// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

/**
 * Creates an adapter; found by {@link java.util.ServiceLoader}. It is cheap to load: it starts no thread and opens no
 * socket before {@link #create}.
 */
public interface AdapterProvider {
    /** Returns the short name, in lower case, by which applications choose the adapter, such as "nio". */
    String name();

    /** Returns the place in the order of preference: if the application chooses none, the lowest usable one is used. */
    int order();

    /** Returns why the adapter cannot be used here, in one sentence; the empty string if it can. */
    String unusableReason();

    /**
     * Creates an adapter with its own threads, loops and buffers; the caller closes it.
     *
     * @throws IllegalStateException when the adapter cannot be used here
     */
    Adapter create();
}
