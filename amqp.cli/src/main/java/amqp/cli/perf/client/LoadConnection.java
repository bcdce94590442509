// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

/** A connection of a {@link LoadClient}. It comes back by itself when it is lost, unless that is switched off. */
public interface LoadConnection extends AutoCloseable {

    /** Opens a channel for one thread. */
    LoadChannel openChannel();

    /** Closes it with its channels; does nothing when it is closed already. */
    @Override
    void close();
}
