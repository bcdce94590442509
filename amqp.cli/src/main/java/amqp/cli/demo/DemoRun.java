// SPDX-License-Identifier: MPL-2.0
package amqp.cli.demo;

import amqp.cli.connection.ConfirmWindow;
import amqp.cli.connection.PingCommand;
import amqp.cli.connection.Session;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Waiter;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * One adapter's part of the demonstration: messages into a queue of its own, and back. Each body is made from the
 * message's number and known again by its checksum.
 */
final class DemoRun implements DeliveryHandler {
    private static final int PREFETCH = 500;
    private static final int ACK_EVERY = 100;

    private final int messages;
    private final byte[] body;
    private final int[] checksums;
    private final BitSet seen = new BitSet();
    private final AtomicLong consumed = new AtomicLong();
    private final AtomicLong verified = new AtomicLong();
    private Waiter waiter;
    private String broker = "";
    private long published;
    private long confirmed;

    DemoRun(int messages, int size) {
        this.messages = messages;
        this.body = new byte[size];
        this.checksums = new int[messages];
    }

    /** Fails with what went wrong; the figures up to then stay. */
    void run(ConnectionOptions options, Progress progress) {
        waiter = new Waiter(progress);
        try (Session session = Session.open(options)) {
            broker = PingCommand.broker(session.connection().serverProperties()) + " at "
                    + session.connection().address();
            Channel channel = session.openChannel(Dispatch.EXECUTOR);
            String queue = Stages.await(channel.queueDeclare(QueueMethod.Declare.serverNamed()))
                    .queue();
            publish(channel, queue, progress);
            consume(channel, queue);
            Stages.await(channel.queueDelete(queue));
        }
    }

    private void publish(Channel channel, String queue, Progress progress) {
        Stages.await(channel.confirmSelect());
        ConfirmWindow window = new ConfirmWindow(waiter);
        BasicMethod.Publish method = BasicMethod.Publish.of("", queue);
        try {
            for (int i = 0; i < messages; i++) {
                window.awaitRoom();
                while (!channel.tryPublishConfirmed(method, Message.of(numbered(i), content(i)), window)) {
                    Session.awaitRoom(channel);
                }
                window.sent();
                progress.at(i);
            }
            window.awaitAll();
        } finally {
            published = window.published();
            confirmed = window.count(Verdict.ACKED);
        }
    }

    private void consume(Channel channel, String queue) {
        Stages.await(channel.basicQos(PREFETCH));
        Stages.await(channel.basicConsume(queue, this));
        waiter.until(() -> consumed.get() >= confirmed, consumed::get, "message from the broker");
    }

    private static BasicProperties numbered(int index) {
        return BasicProperties.builder().messageId(Integer.toString(index)).build();
    }

    /** The body of a message, in the one array that all share, since publishing copies it. */
    private byte[] content(int index) {
        SplittableRandom random = new SplittableRandom(index);
        for (int i = 0; i < body.length; i += Long.BYTES) {
            long bits = random.nextLong();
            for (int at = i; at < Math.min(i + Long.BYTES, body.length); at++, bits >>>= Byte.SIZE) {
                body[at] = (byte) bits;
            }
        }
        checksums[index] = checksum(body);
        return body;
    }

    private static int checksum(byte[] octets) {
        CRC32 crc = new CRC32();
        crc.update(octets);
        return (int) crc.getValue();
    }

    @Override
    public void onDelivery(Delivery delivery) {
        if (isGenuine(delivery)) {
            verified.incrementAndGet();
        }
        long number = consumed.get() + 1;
        if (number % ACK_EVERY == 0 || number == messages) {
            delivery.ackMultiple();
        }
        consumed.set(number);
        if (number == messages) {
            waiter.wake();
        }
    }

    /** Each one once, with what was sent. */
    private boolean isGenuine(Delivery delivery) {
        String id = delivery.properties().messageId();
        if (id == null || !id.matches("[0-9]{1,9}")) {
            return false;
        }
        int index = Integer.parseInt(id);
        boolean again = index >= messages || seen.get(index);
        seen.set(index);
        return !again && delivery.body().length == body.length && checksum(delivery.body()) == checksums[index];
    }

    @Override
    public void onCancel(String consumerTag) {
        waiter.fail(new CommandFailedException("the broker ended the consumer; was its queue deleted?"));
    }

    @Override
    public void onClosed(ClosedException why) {
        waiter.fail(why);
    }

    /** Product and address of the broker; empty before the connection is open. */
    String broker() {
        return broker;
    }

    long published() {
        return published;
    }

    long confirmed() {
        return confirmed;
    }

    long consumed() {
        return consumed.get();
    }

    /** Consumed once and unchanged. */
    long verified() {
        return verified.get();
    }

    boolean isComplete() {
        return published == messages && confirmed == messages && consumed() == messages && verified() == messages;
    }
}
