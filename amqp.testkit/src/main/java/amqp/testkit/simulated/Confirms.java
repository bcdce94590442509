// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import static amqp.testkit.wire.BrokerFrames.method;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.Content;
import java.util.Collection;
import java.util.TreeMap;

/** Takes publishes, and answers those of a channel in confirm mode later, alone or several at once. */
final class Confirms {
    private static final int NACK_ONE_IN = 40;

    private final SimulatedBroker broker;
    private final BrokerSession session;
    private final int channel;
    /** By sequence number: true for an ack. */
    private final TreeMap<Long, Boolean> due = new TreeMap<>();

    private final int opening;
    private long published;

    Confirms(SimulatedBroker broker, BrokerSession session, int channel) {
        this.broker = broker;
        this.session = session;
        this.channel = channel;
        this.opening = broker.history().opened();
    }

    /** Number of the opening of the channel, from 1; none is used twice. */
    int opening() {
        return opening;
    }

    /** Counted and answered only in confirm mode. */
    void published(Content content, Collection<MessageQueue> queues) {
        var confirming = session.channel(channel).isConfirming();
        var taken = !confirming || broker.random().nextInt(NACK_ONE_IN) != 0;
        if (taken && !(confirming && broker.does(Sabotage.ACK_TOO_EARLY))) take(content, queues);
        if (!taken) broker.history().refused(Message.id(content));
        if (taken && queues.isEmpty() && content.method().flag("mandatory")) giveBack(content);
        if (confirming) {
            published++;
            if (!broker.does(Sabotage.WITHHOLD_ACK)) due.put(published, taken);
            session.workDue();
        }
    }

    private void take(Content content, Collection<MessageQueue> queues) {
        broker.history().took(Message.id(content), opening, queues.size());
        for (var queue : queues) {
            var message = queue.add(content);
            broker.history().copied(message);
            if (broker.does(Sabotage.LOSE_ACKED)) queue.first();
        }
    }

    private void giveBack(Content content) {
        var publish = content.method();
        session.send(
                method(channel, "basic.return", 312, "NO_ROUTE", publish.text("exchange"), publish.text("routing-key")),
                BrokerFrames.content(channel, content.properties(), content.body(), session.frameMax()));
    }

    int unanswered() {
        return due.size();
    }

    boolean isDue() {
        return !due.isEmpty();
    }

    /** Answers some: all like the first up to some number, or any one. */
    void answerSome() {
        if (due.isEmpty()) return;
        var keys = due.keySet().stream().mapToLong(Long::longValue).toArray();
        var chosen = keys[broker.random().nextInt(keys.length)];
        if (broker.random().nextBoolean()) answerUpTo(chosen);
        else answer(chosen, due.remove(chosen), false);
    }

    private void answerUpTo(long chosen) {
        var ack = due.firstEntry().getValue();
        var others = due.headMap(chosen, true).entrySet().stream()
                .filter(each -> each.getValue() != ack)
                .findFirst();
        var last = others.map(other -> due.lowerKey(other.getKey())).orElse(chosen);
        due.headMap(last, true).clear();
        answer(last, ack, true);
    }

    private void answer(long sequence, boolean ack, boolean multiple) {
        for (var times = broker.does(Sabotage.ACK_TWICE) ? 2 : 1; times > 0; times--) {
            session.send(
                    ack
                            ? method(channel, "basic.ack", sequence, multiple)
                            : method(channel, "basic.nack", sequence, multiple, false));
        }
    }
}
