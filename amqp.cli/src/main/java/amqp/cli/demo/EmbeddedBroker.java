// SPDX-License-Identifier: MPL-2.0
package amqp.cli.demo;

import java.net.URI;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Container;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.port.AmqpPort;

/**
 * An AMQP 0-9-1 broker inside this process, for demonstrations and tests without an installation: Apache Qpid Broker-J
 * on 127.0.0.1, everything in memory, user {@code guest} with password {@code guest}, one virtual host that is the
 * default. It needs about two seconds to start, and it is no RabbitMQ: no bindings between exchanges, no {@code x-}
 * arguments, no capabilities announced.
 *
 * <p>Safe for use by several threads once started.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String CONFIGURATION = "embedded-broker.json";

    private final SystemLauncher launcher;
    private final int port;

    private EmbeddedBroker(SystemLauncher launcher, int port) {
        this.launcher = launcher;
        this.port = port;
    }

    /** Starts a broker on a free port. */
    public static EmbeddedBroker start() {
        return start(0);
    }

    /**
     * Starts a broker and returns when it accepts connections.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @throws IllegalStateException when the broker does not start or the port is taken
     */
    public static EmbeddedBroker start(int port) {
        var listener = new ContainerListener();
        var launcher = new SystemLauncher(listener);
        try {
            launcher.startup(attributes(port));
            return new EmbeddedBroker(launcher, boundPort(listener.container, port));
        } catch (Exception e) {
            launcher.shutdown();
            throw new IllegalStateException("The embedded broker did not start: " + e.getMessage(), e);
        }
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Address, user and password, for the default virtual host. */
    public URI uri() {
        return URI.create("amqp://guest:guest@127.0.0.1:" + port);
    }

    /** Cuts the connections, forgets the messages and ends the broker's threads; the last of them just after this. */
    @Override
    public void close() {
        launcher.shutdown();
    }

    private static Map<String, Object> attributes(int port) {
        var configuration = EmbeddedBroker.class.getResource(CONFIGURATION);
        return Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                configuration.toExternalForm(),
                "startupLoggedToSystemOut",
                false,
                "context",
                Map.of("amqp.cli.port", Integer.toString(port)));
    }

    /** A port that could not be bound does not fail the start, so it is asked for. */
    private static int boundPort(Container<?> container, int wanted) {
        for (Object port : container.getChildren(Port.class)) {
            if (port instanceof AmqpPort<?> amqp && amqp.getBoundPort() > 0) return amqp.getBoundPort();
        }
        throw new IllegalStateException("port " + wanted + " is taken; name another one, or 0 for any free one.");
    }

    /** Keeps the container, which the launcher hands to its listeners alone. Written and read by the starting thread. */
    private static final class ContainerListener extends DefaultSystemLauncherListener {
        private Container<?> container;

        @Override
        public void onContainerResolve(SystemConfig<?> config) {
            container = config.getContainer();
        }
    }
}
