// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.client.Address;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryReport;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.reconnection.ReconnectionListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The client whose broker is restarted, in a process of its own: {@code URI CONNECTIONS CHANNELS}. Opens the
 * connections with so many channels each, and on each channel an exclusive queue and its consumer; options are
 * the defaults, over nio. Prints the seconds that it took; a line later, the octets that are alive on the heap; and when
 * every connection was lost and recovered, a {@link Recovered}.
 */
final class RecoveryWorker {
    private static final int OPENED_AT_ONCE = 20;

    private final List<Connection> connections = new ArrayList<>();
    private final Moments losses = new Moments();
    private final Moments attempts = new Moments();
    private final Moments recoveries = new Moments();
    private final AtomicLong restored = new AtomicLong();
    private final AtomicLong notRestored = new AtomicLong();
    private final CountDownLatch left;
    private final ConnectionOptions options;

    private RecoveryWorker(String uri, int number) {
        left = new CountDownLatch(number);
        options = ConnectionOptions.builder()
                .uri(uri)
                .adapter("nio")
                .reconnectionListener(new ReconnectionListener<Address>() {
                    @Override
                    public void connectAttempt(Address address, int round) {
                        if (round > 0) {
                            attempts.add(System.currentTimeMillis());
                        }
                    }
                })
                .build();
    }

    public static void main(String[] arguments) throws IOException {
        int number = Integer.parseInt(arguments[1]);
        RecoveryWorker worker = new RecoveryWorker(arguments[0], number);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(worker.open(number, Integer.parseInt(arguments[2])));
        in.readLine();
        System.out.println((double) Heap.usedAfterCollection());
        System.out.println(worker.recovered().toLine());
        in.readLine();
        System.exit(0);
    }

    private double open(int number, int channels) {
        long start = System.nanoTime();
        Gauge.open(
                connections,
                number,
                OPENED_AT_ONCE,
                () -> Connection.open(options).thenCompose(opened -> furnished(opened, channels)));
        connections.forEach(connection -> connection.addListener(new Listener()));
        return (System.nanoTime() - start) / 1e9;
    }

    private static CompletionStage<Connection> furnished(Connection connection, int channels) {
        return CompletableFuture.allOf(IntStream.range(0, channels)
                        .mapToObj(i -> connection
                                .openChannel()
                                .thenCompose(RecoveryWorker::consuming)
                                .toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> connection);
    }

    private static CompletionStage<String> consuming(Channel channel) {
        return channel.queueDeclare()
                .thenCompose(declared ->
                        channel.basicConsume(BasicMethod.Consume.of(declared.queue()), delivery -> delivery.ack()));
    }

    private final class Listener implements ConnectionListener {
        @Override
        public void onLost(CloseReason reason) {
            losses.add(System.currentTimeMillis());
        }

        @Override
        public void onRecovered(RecoveryReport report) {
            recoveries.add(System.currentTimeMillis());
            report.items().forEach(item -> (item.isRestored() ? restored : notRestored).incrementAndGet());
            left.countDown();
        }
    }

    private Recovered recovered() {
        Gauge.await(left);
        long start = losses.first();
        return new Recovered(
                start,
                recoveries.first(),
                recoveries.last(),
                restored.get(),
                notRestored.get(),
                attempts.mostWithinASecond(),
                attempts.eachSecond(start),
                recoveries.eachSecond(start),
                Heap.usedAfterCollection(),
                ProcessMemory.mostResident());
    }
}
