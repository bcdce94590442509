// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an application does with one channel. */
final class ChannelUser {
    /** How the channel was asked to publish; a channel stays in its mode. */
    enum Mode {
        PLAIN,
        CONFIRMING,
        TRANSACTIONAL,
        /** The command for it had no reply. */
        UNKNOWN
    }

    private final Application application;
    private final World world;
    private final Channel channel;
    private final String key;
    private final Publishing publishing;
    private final Deliveries deliveries;
    private final List<Consumption> consumptions = new ArrayList<>();
    private Mode mode = Mode.PLAIN;
    private boolean selecting;
    private boolean consumed;
    private int fetching;
    private boolean closing;
    private boolean closed;
    private int prefetch;
    private int qosGiven;
    private int qosDone;
    private final int window;
    private boolean publishedWhileSelecting;

    /** @param window publishes without a verdict at most, 0 for as many as the client allows */
    ChannelUser(Application application, Channel channel, String key, boolean onIoThread, int window) {
        this.window = window;
        this.application = application;
        this.world = application.world();
        this.channel = channel;
        this.key = key;
        this.publishing = new Publishing(this);
        this.deliveries = new Deliveries(this, onIoThread);
        channel.closed((reason, none) -> {
            application.called("the end of " + key);
            world.trace("%s is closed: %s", key, reason.describe());
            closed = true;
            application.closed(this);
        });
    }

    Application application() {
        return application;
    }

    Channel channel() {
        return channel;
    }

    /** A name that no other channel ever has. */
    String key() {
        return key;
    }

    Mode mode() {
        return mode;
    }

    /** Publishes without a verdict at most; 0 for as many as there are. What waited behind confirm.select goes out with it. */
    int window() {
        return publishedWhileSelecting ? 0 : window;
    }

    /** A message was accepted. */
    void published() {
        publishedWhileSelecting |= selecting;
    }

    /** Whether no transaction may be under way, now or by a command that is on its way. */
    boolean isWithoutTransactions() {
        return (mode == Mode.PLAIN || mode == Mode.CONFIRMING) && !selecting;
    }

    /** Whether confirm mode was ever asked for; what is published before the reply may be in it. */
    boolean mayConfirm() {
        return mode != Mode.PLAIN && mode != Mode.TRANSACTIONAL || selecting;
    }

    boolean isClosed() {
        return closed || closing;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    List<Consumption> consumptions() {
        return consumptions;
    }

    // ---- what it does ----

    void act() {
        int dice = world.random().nextInt(100);
        if (closing) {
            return;
        } else if (dice < 45) {
            publishing.some();
        } else if (dice < 55) {
            Duration timeout = world.upTo(application.settings().callTimeout());
            new PatientPublisher(this, publishing, 1 + world.random().nextInt(40), timeout).publish();
        } else if (dice < 65) {
            consume();
        } else if (dice < 70) {
            cancel();
        } else if (dice < 74) {
            get();
        } else if (dice < 80) {
            deliveries.settleHeld();
        } else if (dice < 84) {
            qos();
        } else if (dice < 92) {
            selectOrCommit();
        } else if (dice < 95) {
            awaitVerdicts();
        } else if (dice < 97) {
            fail();
        } else {
            close();
        }
    }

    private void consume() {
        Optional<Entity> queue = application.entities().any(Entity::isQueue);
        if (queue.isEmpty() || mode == Mode.TRANSACTIONAL) {
            return;
        }
        consumed = true;
        boolean known = world.oneIn(2);
        String tag = known ? key + "-" + (consumptions.size() + 1) : "";
        Consumption consumption =
                new Consumption(this, queue.get(), world.oneIn(3), qosDone == qosGiven ? prefetch : -1, tag);
        consumptions.add(consumption);
        BasicMethod.Consume method =
                BasicMethod.Consume.of(queue.get().name()).consumerTag(tag).noAck(consumption.noAck());
        application.<String>command(
                "consume from " + queue.get().name() + " on " + key,
                end -> channel.basicConsume(method, consumption, end),
                consumption::begun,
                consumption::failed);
    }

    private void cancel() {
        consumptions.stream().filter(Consumption::isPresent).findFirst().ifPresent(consumption -> {
            consumption.cancelling();
            application.<BasicMethod.CancelOk>command(
                    "cancel " + consumption.tag() + " on " + key,
                    end -> channel.basicCancel(consumption.tag(), end),
                    ok -> consumption.cancelled(),
                    failure -> consumption.failed());
        });
    }

    private void get() {
        application.entities().any(Entity::isQueue).ifPresent(queue -> {
            // Where consumers acknowledge several at once, what is fetched needs none.
            BasicMethod.Get method = BasicMethod.Get.of(queue.name()).noAck(consumed || world.oneIn(2));
            if (!method.noAck()) {
                fetching++;
            }
            application.<Optional<Delivery>>command(
                    "get from " + queue.name() + " on " + key,
                    end -> channel.basicGet(method, end),
                    got -> {
                        boolean due = fetched(method);
                        got.filter(delivery -> due).ifPresent(deliveries::settle);
                    },
                    failure -> fetched(method));
        });
    }

    /** Whether what has come is to be acknowledged. */
    private boolean fetched(BasicMethod.Get method) {
        if (!method.noAck()) {
            fetching--;
        }
        return !method.noAck();
    }

    /** Whether a message may be under way, or told late, that is to be acknowledged alone. */
    boolean isFetching() {
        return fetching > 0;
    }

    private void qos() {
        int count = world.random().nextInt(10);
        int given = ++qosGiven;
        application.call(
                "qos " + count + " on " + key,
                channel.basicQos(count),
                ok -> {
                    prefetch = count;
                    qosDone = given;
                },
                () -> {});
    }

    private void selectOrCommit() {
        if (mode == Mode.TRANSACTIONAL) {
            boolean commit = world.oneIn(2);
            application.call(
                    (commit ? "commit on " : "roll back on ") + key,
                    commit ? channel.txCommit() : channel.txRollback(),
                    ok -> {},
                    () -> {});
        } else if (mode == Mode.PLAIN && !selecting) {
            boolean confirm = consumed || !world.oneIn(5);
            selecting = true;
            application.call(
                    (confirm ? "confirm.select on " : "tx.select on ") + key,
                    confirm ? channel.confirmSelect() : channel.txSelect(),
                    ok -> selected(confirm ? Mode.CONFIRMING : Mode.TRANSACTIONAL),
                    () -> selected(Mode.UNKNOWN));
        }
    }

    private void selected(Mode now) {
        selecting = false;
        mode = now;
    }

    private void awaitVerdicts() {
        if (mode == Mode.CONFIRMING) {
            Duration limit = application.settings().callTimeout();
            application.call("wait for confirms on " + key, channel.allConfirmed(limit), counts -> {}, () -> {});
        }
    }

    /** A mistake that makes the broker close the channel. */
    private void fail() {
        if (world.oneIn(2)) {
            publishing.publish(BasicMethod.Publish.of("no such exchange", "any"));
        } else {
            application.call(
                    "a wrong command on " + key,
                    channel.queueDeclare(QueueMethod.Declare.of("no such queue").passive(true)),
                    ok -> world.violated(Invariant.NO_SURPRISE, "a queue is there that nobody declared"),
                    () -> {});
        }
    }

    private void close() {
        closing = true;
        application.call("close " + key, channel.close(), reason -> {}, () -> {});
    }

    /** A filter of the application did not want this back. */
    void leftOut(BasicMethod.Consume consume) {
        consumptions.stream()
                .filter(consumption -> consumption.tag().equals(consume.consumerTag()))
                .forEach(Consumption::leftOut);
    }

    /** The recovery did not bring this back. */
    void missing(Method method) {
        if (method instanceof BasicMethod.Consume consume) {
            consumptions.stream()
                    .filter(consumption -> consumption.tag().equals(consume.consumerTag()))
                    .forEach(Consumption::failed);
        } else if (method instanceof BasicMethod.Qos) {
            qosGiven++;
        } else {
            mode = Mode.UNKNOWN;
        }
    }

    @Override
    public String toString() {
        return key;
    }
}
