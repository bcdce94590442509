// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.driver.Completion;
import amqp.client.driver.ConnectionDriver;
import amqp.client.recovery.ReplayableChannel;
import amqp.codec.AmqpException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.Event;
import amqp.connection.Verdict;

/** Brings what the engine tells to whom it concerns. In the strand, one event at a time. */
final class EventRouter implements ConnectionDriver.Owner {
    private final ConnectionCore connection;

    EventRouter(ConnectionCore connection) {
        this.connection = connection;
    }

    @Override
    public void transportConnected() {
        connection.supervisor().transportConnected();
    }

    @Override
    public void transportClosed(Throwable cause) {
        connection.supervisor().transportClosed(cause);
    }

    @Override
    public void receive(Event event) {
        if (event instanceof Event.Delivered delivered) {
            delivered(delivered);
        } else if (event instanceof Event.Settled settled) {
            settled(settled);
        } else if (event instanceof Event.Replied replied) {
            completion(replied.attachment()).replied(replied.reply());
        } else {
            receiveRare(event);
        }
    }

    private void receiveRare(Event event) {
        if (event instanceof Event.Sent sent) {
            completion(sent.attachment()).replied(null);
        } else if (event instanceof Event.Got got) {
            ((GetCompletion) completion(got.attachment())).got(got);
        } else if (event instanceof Event.TimedOut timedOut) {
            AmqpException failure = new CallTimeoutException(
                    timedOut.request().protocolName(), timedOut.timeout(), connection.whyNotAnswered());
            completion(timedOut.attachment()).failed(failure);
        } else if (event instanceof Event.Failed failed) {
            failed(failed);
        } else if (event instanceof Event.Oversized oversized) {
            oversized(oversized);
        } else if (event instanceof Event.Returned returned) {
            owner(returned.channel()).dispatch().returned(returned);
        } else if (event instanceof Event.ConsumerCancelled cancelled) {
            ChannelCore channel = owner(cancelled.channel());
            if (channel.cancelled(cancelled.consumerTag())) {
                connection.log().consumerEnded(channel.channel(), cancelled.consumerTag());
            }
        } else if (event instanceof Event.ChannelClosed closed) {
            ((ReplayableChannel) closed.channel().owner())
                    .ended(closed.reason(), closed.channel().endedWithConnection());
        } else if (event instanceof Event.AllSettled settled) {
            ((ConfirmWait) settled.attachment()).settled(settled.counts());
        } else if (event instanceof Event.MethodReceived received) {
            received(received);
        } else if (event instanceof Event.FramePassed frame) {
            FrameTrace.log(connection.supervisor().address(), frame);
        } else if (event instanceof Event.Flow flow) {
            flow(flow);
        } else {
            receiveOwn(event);
        }
    }

    private void receiveOwn(Event event) {
        if (event instanceof Event.ConnectionOpened opened) {
            connection.opened(opened);
        } else if (event instanceof Event.ConnectionClosed closed) {
            connection.closing(closed);
        } else if (event instanceof Event.TransportFinished) {
            connection.driver().closeTransport();
        } else if (event instanceof Event.Blocked blocked) {
            connection.log().blocked(blocked.reason());
            connection.blocked(blocked);
            observed(blocked);
        } else if (event instanceof Event.Unblocked unblocked) {
            connection.log().unblocked();
            connection.unblocked();
            connection.listeners().tellEnd(Notice.ALARM, ConnectionListener::onUnblocked);
            observed(unblocked);
        } else if (event instanceof Event.Backpressure backpressure) {
            connection.listeners().tell(Notice.BACKPRESSURE, listener -> listener.onBackpressure(backpressure));
            observed(backpressure);
        }
    }

    private void observed(Record what) {
        connection.callbacks().occurred(connection.connection(), 0, what, connection::observers);
    }

    private void received(Event.MethodReceived event) {
        Record method = (Record) event.method();
        if (event.channel() == null) {
            observed(method);
        } else if (event.channel().owner() instanceof ChannelCore channel) {
            connection.callbacks().occurred(channel.channel(), channel.number(), method, channel.dispatch()::observers);
        }
    }

    private void delivered(Event.Delivered event) {
        if (event.consumer() instanceof Subscription subscription) {
            subscription.delivered(event);
        } else {
            connection.log().unknownConsumer(event.method().consumerTag());
        }
    }

    private void flow(Event.Flow event) {
        if (event.channel().owner() instanceof ChannelCore core) {
            Channel channel = core.channel();
            boolean active = event.active();
            connection.listeners().tell(channel, listener -> listener.onFlow(channel, active));
        }
    }

    private void settled(Event.Settled event) {
        Publication publication = (Publication) event.attachment();
        if (event.verdict() == Verdict.UNKNOWN) {
            connection.log().unconfirmed();
            publication.unknown(event.channel().closeReason());
        } else {
            publication.settled(event.verdict());
        }
    }

    private void failed(Event.Failed event) {
        if (event.attachment() instanceof Publication publication) {
            publication.unknown(event.reason()); // it was never sent
        } else {
            completion(event.attachment()).closed(event.reason());
        }
    }

    private void oversized(Event.Oversized event) {
        String what = event.method().protocolName() + " with a message of " + Long.toUnsignedString(event.size())
                + " bytes, more than the maxMessageSize of "
                + connection.options().maxMessageSize()
                + "; it was rejected";
        connection.log().oversized(what);
        if (event.attachment() != null) {
            completion(event.attachment()).failed(new MessageTooLargeException(what, event.size()));
        }
        Method method = event.method();
        if (method instanceof BasicMethod.Deliver deliver) {
            connection
                    .listeners()
                    .tell(
                            Notice.OVERSIZED,
                            listener -> listener.onOversized(deliver.exchange(), deliver.routingKey(), event.size()));
        } else if (method instanceof BasicMethod.GetOk getOk) {
            connection
                    .listeners()
                    .tell(
                            Notice.OVERSIZED,
                            listener -> listener.onOversized(getOk.exchange(), getOk.routingKey(), event.size()));
        }
    }

    private static Completion completion(Object attachment) {
        return (Completion) attachment;
    }

    /** Of an event that only channels of the application can cause. */
    private static ChannelCore owner(ChannelEngine engine) {
        return (ChannelCore) engine.owner();
    }
}
