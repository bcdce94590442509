// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

/** Told what happens to connections and their channels; on any thread. */
public interface LoadEvents {

    /** A connection was lost, and attempts to bring it back begin. */
    void lost(String why);

    /** A lost connection is back. */
    void recovered();

    /** A connection or a channel has ended for good, though nobody here has closed it. */
    void failed(RuntimeException why);
}
