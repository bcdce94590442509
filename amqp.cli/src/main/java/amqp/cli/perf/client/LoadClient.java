// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

/** A client library that can carry a load. For one thread; what it makes may be used by others, each by one at a time. */
public interface LoadClient {

    /** What it is called in reports, such as {@code sdk 0.1.0 (nio)}. */
    String description();

    /**
     * Opens a connection.
     *
     * @param name shown by the broker's management
     * @param events told what happens to it, on any thread
     * @throws RuntimeException with a sentence to show when that fails
     */
    LoadConnection connect(String name, LoadEvents events);
}
