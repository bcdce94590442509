// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.ForeignText;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.codec.method.TxMethod;

/**
 * What the application may not ask of a channel, although the wire could carry it: the broker would close the channel or
 * the connection for it. Judged in the order of the program, when the command is given.
 */
final class ChannelRules {
    private enum Mode {
        PLAIN,
        CONFIRM,
        TRANSACTION
    }

    private final int number;
    private final Subscriptions subscriptions;
    private final OutstandingTags tags;
    private Mode mode = Mode.PLAIN;

    ChannelRules(int number, Subscriptions subscriptions, OutstandingTags tags) {
        this.number = number;
        this.subscriptions = subscriptions;
        this.tags = tags;
    }

    /** Throws what is wrong with giving this method now. An acknowledgement is taken to be given, as nothing else is. */
    void check(Method method) {
        if (method instanceof BasicMethod.Ack ack) {
            tags.acknowledge(number, ack.deliveryTag(), ack.multiple());
        } else if (method instanceof BasicMethod.Reject reject) {
            tags.acknowledge(number, reject.deliveryTag(), false);
        } else if (method instanceof BasicMethod.Nack nack) {
            tags.acknowledge(number, nack.deliveryTag(), nack.multiple());
        } else {
            checkRare(method);
        }
    }

    /** Throws what is wrong with consuming so now. */
    void checkConsume(BasicMethod.Consume consume) {
        String tag = consume.consumerTag();
        if (tag.isEmpty() && consume.noWait()) {
            throw new IllegalArgumentException("basic.consume with no-wait needs a consumer tag of your own");
        }
        if (subscriptions.isTaken(tag)) {
            throw new IllegalArgumentException("consumer tag \"" + ForeignText.line(tag) + "\" is in use on channel "
                    + number + "; choose another one");
        }
    }

    /** Whether after this acknowledgement, which was checked, no message up to its own is outstanding. */
    boolean leavesNoneBefore(BasicMethod.Ack ack) {
        return tags.isSettledUpTo(ack.deliveryTag());
    }

    /** The method can be sent, and is given now. */
    void given(Method method) {
        if (method instanceof BasicMethod.Recover recover) {
            recover(recover);
        } else if (method instanceof BasicMethod.RecoverAsync) {
            tags.uncheck();
        } else if (method instanceof ConfirmMethod.Select) {
            mode = Mode.CONFIRM;
        } else if (method instanceof TxMethod.Select) {
            mode = Mode.TRANSACTION;
            tags.stopChecking(); // a rollback makes messages outstanding again that were acknowledged
        }
    }

    /** The method was given but never sent, and won't be. */
    void takenBack(Method method) {
        if (method instanceof BasicMethod.Recover) {
            tags.recovered();
            tags.uncheck();
        } else if (method instanceof ConfirmMethod.Select || method instanceof TxMethod.Select) {
            mode = Mode.PLAIN;
        }
    }

    /** The broker has answered basic.recover. */
    void recovered() {
        tags.recovered();
    }

    private void recover(BasicMethod.Recover recover) {
        tags.recovering();
        if (!recover.requeue()) {
            tags.stopChecking(); // brokers differ in what becomes of the tags then
        }
    }

    private void checkRare(Method method) {
        if (method.hasContent()) {
            throw new IllegalArgumentException(method.protocolName() + " has content; publish is the command for it");
        }
        if (method instanceof ConnectionMethod
                || method instanceof ChannelMethod && !(method instanceof ChannelMethod.Flow)) {
            throw new IllegalArgumentException(method.protocolName()
                    + " is the engine's own affair; open or close the channel or the connection by their commands");
        }
        if (method instanceof BasicMethod.Consume) {
            throw new IllegalArgumentException(
                    "basic.consume needs somebody to take its messages; consume is the command for it");
        }
        if (method instanceof ConfirmMethod.Select && mode == Mode.TRANSACTION) {
            throw excluded("uses transactions", "confirms");
        } else if (method instanceof TxMethod.Select && mode == Mode.CONFIRM) {
            throw excluded("is in confirm mode", "transactions");
        }
    }

    private IllegalStateException excluded(String is, String other) {
        return new IllegalStateException(
                "channel " + number + " " + is + ", which excludes " + other + "; use another channel for " + other);
    }
}
