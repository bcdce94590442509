// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.blocking.BlockingConnection;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Stages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of an application, by their names. Each is opened when it is first asked for, which declares its
 * {@link AmqpDeclarations}; all are closed when the application ends, after its listeners. Safe to use from any number of
 * threads.
 *
 * <p>The default one is also a bean of the types {@link Connection} and {@link BlockingConnection}, the others are beans
 * of these types with their names as qualifiers.
 */
public final class AmqpConnections {
    /** Name of the connection that {@code spring.rabbitmq.*} describes. */
    public static final String DEFAULT = "default";

    private static final Logger LOG = LoggerFactory.getLogger(AmqpConnections.class);

    private final Map<String, ConnectionOptions> options;
    private final Map<String, AmqpDeclarations> declarations;
    private final Map<String, CompletableFuture<BlockingConnection>> opened = new ConcurrentHashMap<>();
    private final List<AmqpPublisher> publishers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    AmqpConnections(Map<String, ConnectionOptions> options, Map<String, AmqpDeclarations> declarations) {
        for (var name : declarations.keySet()) {
            if (!options.containsKey(name)) throw unknown(name, options.keySet());
        }
        this.options = options;
        this.declarations = declarations;
    }

    /** Returns the names of all connections, opened or not. */
    public Set<String> names() {
        return options.keySet();
    }

    /**
     * Returns a connection, and opens it before where nobody has asked for it yet, which blocks.
     *
     * @param name of the connection
     * @throws IllegalArgumentException when there is no connection of this name
     * @throws amqp.client.ConnectionFailedException when it cannot be opened; the next call tries again
     * @throws amqp.connection.ClosedException when the broker refuses a declaration
     * @throws IllegalStateException when it was not opened before the application ended
     */
    public Connection connection(String name) {
        return blocking(name).connection();
    }

    /**
     * Returns a connection for programs that wait; see {@link #connection}.
     *
     * @param name of the connection
     */
    public BlockingConnection blocking(String name) {
        var wanted = options.get(name);
        if (wanted == null) throw unknown(name, options.keySet());
        var mine = new CompletableFuture<BlockingConnection>();
        var others = opened.putIfAbsent(name, mine);
        return others == null ? open(name, wanted, mine) : joined(others);
    }

    /** A connection that is opened; empty when nobody has asked for it, or it could not be opened. */
    Optional<BlockingConnection> known(String name) {
        return Optional.ofNullable(opened.get(name))
                .filter(stage -> stage.isDone() && !stage.isCompletedExceptionally())
                .map(CompletableFuture::join);
    }

    AmqpPublisher publisher(String name, PayloadConverter converter, RabbitProperties.Template defaults) {
        var publisher = new AmqpPublisher(this, name, converter, defaults);
        publishers.add(publisher);
        return publisher;
    }

    /** Waits until all that was published has its verdict. */
    void awaitVerdicts(Duration timeout) {
        for (var publisher : publishers) {
            try {
                publisher.awaitVerdicts(timeout);
            } catch (RuntimeException e) {
                LOG.warn("The application ends without the verdicts of what was published: {}", e.getMessage());
            }
        }
    }

    /** Opens those that have something to declare. */
    void openDeclaring() {
        declarations.keySet().forEach(this::blocking);
    }

    /**
     * Closes what was opened, and returns when that is over. A connection that another thread is opening is closed by
     * that thread; none is opened any more.
     */
    void close() {
        closed = true;
        opened.values().forEach(stage -> stage.thenAccept(BlockingConnection::close));
    }

    private BlockingConnection open(
            String name, ConnectionOptions options, CompletableFuture<BlockingConnection> result) {
        try {
            // The entry is there already: whoever closes after this finds it.
            if (closed) throw new IllegalStateException("The application has ended: \"" + name + "\" is not opened.");
            var connection = BlockingConnection.open(options);
            try {
                declare(name, connection);
            } catch (RuntimeException | Error e) {
                connection.close();
                throw e;
            }
            LOG.info(
                    "Connection \"{}\" is open to {}",
                    name,
                    connection.connection().address());
            result.complete(connection);
            return connection;
        } catch (RuntimeException | Error e) { // such as a class that is missing
            opened.remove(name);
            result.completeExceptionally(e);
            throw e;
        }
    }

    private void declare(String name, BlockingConnection connection) {
        var declared = declarations.get(name);
        if (declared == null) return;
        try (var channel = connection.openChannel()) {
            declared.declareOn(channel);
        }
    }

    private static BlockingConnection joined(CompletableFuture<BlockingConnection> stage) {
        try {
            return stage.join();
        } catch (CompletionException e) {
            throw Stages.failure(e.getCause());
        }
    }

    private static IllegalArgumentException unknown(String name, Set<String> names) {
        return new IllegalArgumentException(
                "There is no connection \"" + name + "\", only " + names + ": set amqp.connections." + name + ".*");
    }
}
