// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.connection.CloseReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Tries the addresses one after the other, until a connection is open or a broker refuses us. */
final class Opening implements Connection.Outcome {
    private final ConnectionOptions options;
    private final Executor executor;
    private final Iterator<Address> addresses;
    private final CompletableFuture<Connection> result = new CompletableFuture<>();
    private final List<ConnectionFailedException> failures = new ArrayList<>();

    Opening(ConnectionOptions options) {
        this.options = options;
        this.executor = options.executor().orElse(CallbackExecutor.SHARED);
        this.addresses = options.addresses().iterator();
    }

    CompletionStage<Connection> start() {
        tryNext();
        return result;
    }

    private void tryNext() {
        Adapter adapter = options.acquireAdapter();
        new Connection(options, addresses.next(), adapter, executor, this).connect();
    }

    @Override
    public void opened(Connection connection) {
        executor.execute(() -> {
            if (!result.complete(connection)) {
                connection.close(); // whoever asked has given up
            }
        });
    }

    @Override
    public void failed(Connection connection, CloseReason reason) {
        ConnectionFailedException failure = failure(connection.address(), reason);
        failures.add(failure);
        if (addresses.hasNext() && !failure.isRefused()) {
            executor.execute(this::tryNext);
            return;
        }
        failures.subList(0, failures.size() - 1).forEach(failure::addSuppressed);
        executor.execute(() -> result.completeExceptionally(failure));
    }

    private ConnectionFailedException failure(Address address, CloseReason reason) {
        if (reason instanceof CloseReason.TransportLost lost) {
            return new ConnectionFailedException(sentence(address, lost), reason, lost.cause());
        }
        String hint = "";
        if (reason instanceof CloseReason.ByPeer byPeer && byPeer.code() == 403) {
            hint = "; check the user name and password";
        } else if (reason instanceof CloseReason.ByPeer byPeer && byPeer.code() == 530) {
            hint = "; check the name of the virtual host, \"" + options.virtualHost() + "\", and who may use it";
        } else if (reason instanceof CloseReason.TimedOut) {
            hint = "; does an AMQP broker listen there?";
        }
        return new ConnectionFailedException(
                "Cannot open a connection to " + address + ": " + reason.describe() + hint, reason, null);
    }

    private static String sentence(Address address, CloseReason.TransportLost lost) {
        String message = lost.cause().getMessage();
        return message != null && message.startsWith("Cannot connect")
                ? message
                : "Cannot open a connection to " + address + ": " + lost.describe();
    }
}
