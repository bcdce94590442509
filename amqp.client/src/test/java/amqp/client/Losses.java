// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.WireFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A connection that can be lost and comes back, to a scripted broker of its own each time. */
final class Losses implements AutoCloseable {
    static final RecoveryOptions SOON = RecoveryOptions.builder()
            .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)))
            .build();

    final MemoryAdapter adapter = new MemoryAdapter();
    final List<ScriptedBroker> brokers = new CopyOnWriteArrayList<>();
    final List<Object> heard = new CopyOnWriteArrayList<>();
    final Connection connection;

    /** What the next brokers do that others do not. */
    volatile Consumer<ScriptedBroker> prepared = broker -> {};

    Losses(RecoveryOptions recovery) {
        this(recovery, UnaryOperator.identity());
    }

    Losses(RecoveryOptions recovery, UnaryOperator<ConnectionOptions.Builder> more) {
        listen();
        connection = MemoryConnection.get(Connection.open(more.apply(ConnectionOptions.builder()
                        .address("memory", Address.PORT)
                        .adapter(adapter)
                        .recovery(recovery))
                .build()));
        connection.addListener(new ConnectionListener() {
            @Override
            public void onState(ConnectionState state) {
                heard.add(state);
            }

            @Override
            public void onQueueRenamed(String before, String now) {
                heard.add(before + " is " + now);
            }

            @Override
            public void onRecovered(RecoveryReport report) {
                heard.add(report);
            }
        });
    }

    /** Each connection finds a broker of its own. */
    void listen() {
        adapter.listen(Address.PORT, () -> {
            ScriptedBroker broker = ScriptedBroker.automatic();
            prepared.accept(broker);
            brokers.add(broker);
            return broker;
        });
    }

    /** The broker of the present connection. */
    ScriptedBroker broker() {
        return brokers.get(brokers.size() - 1);
    }

    /** What the present broker has received. */
    List<String> received() {
        return adapter.io(() -> broker().receivedMethods());
    }

    /** What the broker of this number was given, in order: the secrets of logins and of renewals. */
    List<String> secrets(int number) {
        return adapter.io(() -> brokers.get(number).received().stream()
                .filter(WireFrame.Method.class::isInstance)
                .map(WireFrame.Method.class::cast)
                .map(Losses::secret)
                .filter(text -> !text.isEmpty())
                .toList());
    }

    private static String secret(WireFrame.Method method) {
        return switch (method.name()) {
            case "connection.start-ok" -> text(method.octets("response")).replace('\0', ' ');
            case "connection.update-secret" -> "renewed " + text(method.octets("new-secret"));
            default -> "";
        };
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    void lose() {
        adapter.transport().breaks(new IOException("cable cut"));
    }

    /** Loses the connection and waits until it is back. */
    RecoveryReport loseAndRecover() {
        int before = reports().size();
        lose();
        return awaitReport(before);
    }

    RecoveryReport awaitReport(int before) {
        MemoryConnection.await(() -> reports().size() > before, () -> "it did not come back: " + heard);
        return reports().get(before);
    }

    List<RecoveryReport> reports() {
        return heard.stream()
                .filter(RecoveryReport.class::isInstance)
                .map(RecoveryReport.class::cast)
                .toList();
    }

    /** No broker listens any more. */
    void gone() {
        adapter.listenNoMore(Address.PORT);
    }

    @Override
    public void close() {
        adapter.close();
        brokers.forEach(broker -> {
            if (!broker.violations().isEmpty()) {
                throw new AssertionError(broker.violations());
            }
        });
    }
}
