// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the publish that a returned message belongs to. The broker returns messages in the order of their publishing, so
 * one that is before the last one found is over; the same exchange, routing key and body are what tells it from mandatory
 * messages that were routed. Of the properties a broker may change the headers (RabbitMQ takes "BCC" away): they decide only
 * between several that are alike otherwise. Messages alike in all, some routed and some not, cannot be told apart by
 * anybody.
 *
 * <p>What it costs to find one, or that there is none, goes by the size of the returned message: all is found by hash.
 */
final class ReturnIndex {
    private final HashedQueues<MandatoryPublish> exact = new HashedQueues<>(this::isOver);
    private final HashedQueues<MandatoryPublish> butForHeaders = new HashedQueues<>(this::isOver);
    private long nextSequence;

    /** The last properties that were looked at, and what they are without headers: they often repeat. */
    private BasicProperties seen = BasicProperties.EMPTY;

    private @Nullable BasicProperties seenBare = BasicProperties.EMPTY;

    /** To be called in the order of publishing. */
    void add(MandatoryPublish publish) {
        BasicMethod.Publish method = publish.method;
        int hash = hash(method.exchange(), method.routingKey(), publish.size, publish.bodyHash);
        exact.add(with(hash, publish.properties), publish);
        BasicProperties bare = bare(publish.properties);
        if (bare != null) {
            butForHeaders.add(with(hash, bare), publish);
        }
    }

    /** The publish, which is marked as returned; null when it is not known. */
    @Nullable
    MandatoryPublish find(BasicMethod.Return method, BasicProperties properties, long size, int bodyHash) {
        int hash = hash(method.exchange(), method.routingKey(), size, bodyHash);
        MandatoryPublish found = exact.find(
                with(hash, properties),
                publish -> isSame(publish, method, size, bodyHash) && publish.properties.equals(properties));
        BasicProperties bare = found == null ? bare(properties) : null;
        if (bare != null) {
            found = butForHeaders.find(
                    with(hash, bare),
                    publish -> isSame(publish, method, size, bodyHash) && bare.equals(bare(publish.properties)));
        }
        if (found != null) {
            found.returned = true;
            nextSequence = found.sequence + 1;
        }
        return found;
    }

    private boolean isOver(MandatoryPublish publish) {
        return publish.settled || publish.sequence < nextSequence;
    }

    private static boolean isSame(MandatoryPublish publish, BasicMethod.Return method, long size, int bodyHash) {
        return publish.size == size
                && publish.bodyHash == bodyHash
                && publish.method.routingKey().equals(method.routingKey())
                && publish.method.exchange().equals(method.exchange());
    }

    private static int hash(String exchange, String routingKey, long size, int bodyHash) {
        return Objects.hash(exchange, routingKey, size, bodyHash);
    }

    private static int with(int hash, BasicProperties properties) {
        return 31 * hash + properties.hashCode();
    }

    /** Without headers; null where they are malformed, and nothing but their octets can tell them apart. */
    private @Nullable BasicProperties bare(BasicProperties properties) {
        if (properties != seen) {
            seen = properties;
            try {
                seenBare = properties.toBuilder().headers(FieldTable.EMPTY).build();
            } catch (WireException e) {
                seenBare = null;
            }
        }
        return seenBare;
    }
}
