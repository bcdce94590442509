// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.PublishBlockedException;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is published on one channel: numbered, in every way there is, to places that are there or not. */
final class Publishing {
    private static final byte[] PADDING = " ".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

    private final ChannelUser user;
    private final Application application;
    private final World world;
    private long published;

    Publishing(ChannelUser user) {
        this.user = user;
        this.application = user.application();
        this.world = application.world();
    }

    void some() {
        for (int count = 1 + world.random().nextInt(world.oneIn(5) ? 30 : 4); count > 0; count--) {
            publish(target());
        }
    }

    /** Most messages have a queue to go to. */
    private BasicMethod.Publish target() {
        Optional<Entity> queue = application.entities().any(Entity::isQueue);
        Optional<Entity> exchange = application.entities().any(entity -> !entity.isQueue());
        if (exchange.isPresent() && (queue.isEmpty() || world.oneIn(3))) {
            return BasicMethod.Publish.of(exchange.get().name(), Entities.key(world))
                    .mandatory(world.oneIn(2));
        }
        String key =
                queue.isEmpty() || world.oneIn(12) ? "nowhere" : queue.get().name();
        return BasicMethod.Publish.of("", key).mandatory(world.oneIn(3));
    }

    /** Whether there was room for a message. */
    boolean tryAny() {
        return publish(target(), false);
    }

    void publish(BasicMethod.Publish method) {
        publish(method, world.oneIn(2));
    }

    private boolean publish(BasicMethod.Publish method, boolean patient) {
        Publication publication = new Publication(world, user, ++published, user.mode() == ChannelUser.Mode.CONFIRMING);
        byte[] body = body(publication.id());
        BasicProperties properties = world.oneIn(3) ? BasicProperties.EMPTY : BasicProperties.persistent();
        try {
            if (give(publication, method, properties, body, patient)) {
                user.published();
                application.memory().accepted(user, body.length);
                application.publications().add(publication);
                world.trace("%s published to \"%s\" %s", publication.id(), method.exchange(), method.routingKey());
                return true;
            }
        } catch (ClosedException | PublishBlockedException e) {
            world.trace("%s is refused: %s", publication.id(), e.getMessage());
        }
        publication.refused();
        return false;
    }

    private boolean give(
            Publication publication,
            BasicMethod.Publish method,
            BasicProperties properties,
            byte[] body,
            boolean patient) {
        if (publication.isConfirmed() && patient) {
            user.channel().publishConfirmed(method, Message.of(properties, body), publication);
        } else if (publication.isConfirmed()) {
            return user.channel().tryPublishConfirmed(method, Message.of(properties, body), publication);
        } else if (patient) {
            user.channel().publish(method, Message.of(properties, body));
        } else {
            return user.channel().tryPublish(method, Message.of(properties, body));
        }
        return true;
    }

    private byte[] body(String id) {
        byte[] text = id.getBytes(StandardCharsets.US_ASCII);
        int padding = world.random().nextInt(world.oneIn(20) ? PADDING.length : 100);
        byte[] body = new byte[text.length + padding];
        System.arraycopy(text, 0, body, 0, text.length);
        System.arraycopy(PADDING, 0, body, text.length, padding);
        return body;
    }
}
