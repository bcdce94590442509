// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.Event;
import amqp.connection.Verdict;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what the engine tells to whom it concerns. On the I/O thread, one event at a time. */
final class EventRouter implements ConnectionDriver.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(EventRouter.class);

    private final Connection connection;
    private final Reconnection reconnection;
    private final Listeners listeners;
    private final Callbacks callbacks;
    private final Executor notices;
    private final AtomicInteger unanswered = new AtomicInteger();

    /**
     * @param notices where listeners and callbacks of the connection run
     */
    EventRouter(
            Connection connection,
            Reconnection reconnection,
            Listeners listeners,
            Callbacks callbacks,
            Executor notices) {
        this.connection = connection;
        this.reconnection = reconnection;
        this.listeners = listeners;
        this.callbacks = callbacks;
        this.notices = notices;
    }

    /** A command that somebody waits for was given; by any thread. */
    void asked() {
        unanswered.incrementAndGet();
    }

    boolean isAwaiting() {
        return unanswered.get() > 0;
    }

    private Completion answered(Object attachment) {
        unanswered.decrementAndGet();
        return (Completion) attachment;
    }

    @Override
    public void transportConnected() {
        connection.transportConnected();
    }

    @Override
    public void transportClosed(Throwable cause) {
        connection.transportClosed(cause);
    }

    @Override
    public void receive(Event event) {
        if (event instanceof Event.Delivered delivered) {
            delivered(delivered);
        } else if (event instanceof Event.Settled settled) {
            ((Publication) settled.attachment()).settled(settled.verdict());
        } else if (event instanceof Event.Replied replied) {
            answered(replied.attachment()).replied(replied.reply());
        } else {
            receiveRare(event);
        }
    }

    private void receiveRare(Event event) {
        if (event instanceof Event.Sent sent) {
            answered(sent.attachment()).replied(null);
        } else if (event instanceof Event.Got got) {
            ((GetCompletion) answered(got.attachment())).got(got);
        } else if (event instanceof Event.TimedOut timedOut) {
            AmqpException failure = new CallTimeoutException(timedOut.request().protocolName(), timedOut.timeout());
            answered(timedOut.attachment()).failed(failure);
        } else if (event instanceof Event.Failed failed) {
            failed(failed);
        } else if (event instanceof Event.Oversized oversized) {
            oversized(oversized);
        } else if (event instanceof Event.Returned returned) {
            owner(returned.channel()).returned(returned);
        } else if (event instanceof Event.ConsumerCancelled cancelled) {
            owner(cancelled.channel()).cancelled(cancelled.consumerTag());
        } else if (event instanceof Event.ChannelClosed closed) {
            owner(closed.channel()).ended(closed.reason(), closed.channel().endedWithConnection());
        } else if (event instanceof Event.AllSettled settled) {
            ((ConfirmWait) settled.attachment()).settled(settled.counts());
        } else if (event instanceof Event.MethodReceived received) {
            received(received);
        } else if (event instanceof Event.FramePassed frame) {
            FrameTrace.log(connection.address(), frame);
        } else if (event instanceof Event.Flow) {
            LOG.debug("{}: {}", connection, event);
        } else {
            receiveOwn(event);
        }
    }

    private void receiveOwn(Event event) {
        if (event instanceof Event.ConnectionOpened opened) {
            connection.opened(opened);
            reconnection.opened();
        } else if (event instanceof Event.ConnectionClosed closed) {
            boolean wasOpen = reconnection.lost(closed.reason());
            connection.lost(closed, wasOpen);
        } else if (event instanceof Event.TransportFinished) {
            connection.driver().closeTransport();
        } else if (event instanceof Event.Blocked blocked) {
            listeners.blocked(blocked.reason());
            callbacks.occurred(connection, 0, blocked, () -> notices);
        } else if (event instanceof Event.Unblocked unblocked) {
            listeners.unblocked();
            callbacks.occurred(connection, 0, unblocked, () -> notices);
        } else if (event instanceof Event.Backpressure backpressure) {
            listeners.tell(listener -> listener.onBackpressure(backpressure));
            callbacks.occurred(connection, 0, backpressure, () -> notices);
        }
    }

    private void received(Event.MethodReceived event) {
        Record method = (Record) event.method();
        if (event.channel() == null) {
            callbacks.occurred(connection, 0, method, () -> notices);
        } else {
            ChannelState channel = owner(event.channel());
            callbacks.occurred(channel.channel(), channel.number(), method, channel::observers);
        }
    }

    private void delivered(Event.Delivered event) {
        if (event.consumer() instanceof Subscription subscription) {
            subscription.delivered(event);
        } else {
            LOG.warn(
                    "{}: a message for the unknown consumer \"{}\"",
                    connection,
                    event.method().consumerTag());
        }
    }

    private void failed(Event.Failed event) {
        if (event.attachment() instanceof Publication publication) {
            publication.settled(Verdict.UNKNOWN); // it was never sent
        } else {
            answered(event.attachment()).closed(event.reason());
        }
    }

    private void oversized(Event.Oversized event) {
        String what = event.method().protocolName() + " with a message of " + Long.toUnsignedString(event.size())
                + " bytes, more than the limit; it was rejected";
        LOG.error("{}: {}", connection, what);
        if (event.attachment() != null) {
            answered(event.attachment()).failed(new MessageTooLargeException(what, event.size()));
        }
        Method method = event.method();
        if (method instanceof BasicMethod.Deliver deliver) {
            listeners.tell(listener -> listener.onOversized(deliver.exchange(), deliver.routingKey(), event.size()));
        } else if (method instanceof BasicMethod.GetOk getOk) {
            listeners.tell(listener -> listener.onOversized(getOk.exchange(), getOk.routingKey(), event.size()));
        }
    }

    private static ChannelState owner(ChannelEngine engine) {
        return (ChannelState) engine.owner();
    }
}
