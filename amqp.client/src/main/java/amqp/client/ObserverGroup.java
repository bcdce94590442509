// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several observers as one. Each of them is called whatever the others throw. */
final class ObserverGroup implements ClientObserver {
    private final List<ClientObserver> members;

    ObserverGroup(List<ClientObserver> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public void connectionOpened(Connection connection) {
        each(members, member -> member.connectionOpened(connection));
    }

    @Override
    public void connectionLost(Connection connection, CloseReason reason) {
        each(members, member -> member.connectionLost(connection, reason));
    }

    @Override
    public void connectionRecovered(Connection connection, RecoveryReport report) {
        each(members, member -> member.connectionRecovered(connection, report));
    }

    @Override
    public void connectionClosed(Connection connection, CloseReason reason) {
        each(members, member -> member.connectionClosed(connection, reason));
    }

    @Override
    public void connectionBlocked(Connection connection, String reason) {
        each(members, member -> member.connectionBlocked(connection, reason));
    }

    @Override
    public void connectionUnblocked(Connection connection, Duration time) {
        each(members, member -> member.connectionUnblocked(connection, time));
    }

    @Override
    public void channelOpened(Channel channel) {
        each(members, member -> member.channelOpened(channel));
    }

    @Override
    public void channelClosed(Channel channel, CloseReason reason) {
        each(members, member -> member.channelClosed(channel, reason));
    }

    @Override
    public @Nullable PublishObservation publishing(
            Channel channel, String exchange, String routingKey, Message message) {
        List<PublishObservation> observations = new ArrayList<>(members.size());
        for (ClientObserver member : members) {
            PublishObservation observation = publishing(member, channel, exchange, routingKey, message);
            if (observation != null) {
                observations.add(observation);
            }
        }
        return together(observations);
    }

    private static @Nullable PublishObservation together(List<PublishObservation> observations) {
        return switch (observations.size()) {
            case 0 -> null;
            case 1 -> observations.get(0);
            default -> new PublishObservations(observations);
        };
    }

    /** A member that fails does so again when the observations are asked for the message, and the others go on. */
    private static @Nullable PublishObservation publishing(
            ClientObserver member, Channel channel, String exchange, String routingKey, Message message) {
        try {
            return member.publishing(channel, exchange, routingKey, message);
        } catch (Throwable thrown) {
            return failing(thrown);
        }
    }

    private static PublishObservation failing(Throwable thrown) {
        return new PublishObservation() {
            @Override
            public Message message(Message given) {
                Callbacks.<RuntimeException>rethrow(thrown);
                return given;
            }
        };
    }

    @Override
    public List<@Nullable PublishObservation> publishingAll(
            Channel channel, String exchange, String routingKey, List<Message> messages) {
        List<List<PublishObservation>> byMessage = messages.stream()
                .<List<PublishObservation>>map(message -> new ArrayList<>(members.size()))
                .toList();
        for (ClientObserver member : members) {
            List<@Nullable PublishObservation> observations =
                    publishingAll(member, channel, exchange, routingKey, messages);
            for (int i = 0; i < byMessage.size(); i++) {
                PublishObservation observation = observations.get(i);
                if (observation != null) {
                    byMessage.get(i).add(observation);
                }
            }
        }
        List<@Nullable PublishObservation> all = new ArrayList<>(byMessage.size());
        byMessage.forEach(observations -> all.add(together(observations)));
        return all;
    }

    private static List<@Nullable PublishObservation> publishingAll(
            ClientObserver member, Channel channel, String exchange, String routingKey, List<Message> messages) {
        try {
            return member.publishingAll(channel, exchange, routingKey, messages);
        } catch (Throwable thrown) {
            return Collections.nCopies(messages.size(), failing(thrown));
        }
    }

    @Override
    public void heldUp(Channel channel, Duration time) {
        each(members, member -> member.heldUp(channel, time));
    }

    @Override
    public void returned(Channel channel, Returned returned) {
        each(members, member -> member.returned(channel, returned));
    }

    @Override
    public @Nullable DeliveryObservation handling(Delivery delivery, String queue) {
        List<DeliveryObservation> observations = new ArrayList<>(members.size());
        for (ClientObserver member : members) {
            DeliveryObservation observation = handling(member, delivery, queue);
            if (observation != null) {
                observations.add(0, observation); // scopes that were opened first are closed last
            }
        }
        return switch (observations.size()) {
            case 0 -> null;
            case 1 -> observations.get(0);
            default -> thrown -> each(observations, observation -> observation.handled(thrown));
        };
    }

    private static @Nullable DeliveryObservation handling(ClientObserver member, Delivery delivery, String queue) {
        try {
            return member.handling(delivery, queue);
        } catch (Throwable thrown) {
            return ofHandler -> Callbacks.<RuntimeException>rethrow(thrown);
        }
    }

    @Override
    public void received(Delivery delivery, String queue) {
        each(members, member -> member.received(delivery, queue));
    }

    @Override
    public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
        each(members, member -> member.acknowledged(channel, deliveryTag, multiple, messages));
    }

    @Override
    public void rejected(Channel channel, long deliveryTag, boolean multiple, boolean requeue, int messages) {
        each(members, member -> member.rejected(channel, deliveryTag, multiple, requeue, messages));
    }

    /** Calls all, then throws what the first one threw that failed, with the others' as suppressed. */
    private static <T> void each(List<T> all, Consumer<T> call) {
        Throwable first = null;
        for (T one : all) {
            try {
                call.accept(one);
            } catch (Throwable thrown) {
                if (first == null) {
                    first = thrown;
                } else if (first != thrown) {
                    first.addSuppressed(thrown);
                }
            }
        }
        if (first != null) {
            Callbacks.<RuntimeException>rethrow(first);
        }
    }

    private record PublishObservations(List<PublishObservation> observations) implements PublishObservation {
        @Override
        public Message message(Message given) {
            Message[] message = {given};
            each(observations, one -> message[0] = Objects.requireNonNull(one.message(message[0])));
            return message[0];
        }

        @Override
        public void sent(boolean awaitsVerdict) {
            each(observations, one -> one.sent(awaitsVerdict));
        }

        @Override
        public void noRoom() {
            each(observations, PublishObservation::noRoom);
        }

        @Override
        public void refused(RuntimeException why) {
            each(observations, one -> one.refused(why));
        }

        @Override
        public void settled(Verdict verdict) {
            each(observations, one -> one.settled(verdict));
        }

        @Override
        public void unknown(ClosedException why) {
            each(observations, one -> one.unknown(why));
        }
    }
}
