// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.testkit.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * Erlang's port mapper on 127.0.0.1, by which nodes and their commands find each other; a process of our own, so that its
 * owner can end it.
 */
final class Epmd implements AutoCloseable {
    private final int port = LoopbackPorts.free();
    private final Process process;

    Epmd() {
        try {
            process = new ProcessBuilder(
                            RabbitMqNode.command("epmd"), "-address", "127.0.0.1", "-port", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start epmd.", e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
