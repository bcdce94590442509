// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.codec.BasicProperties;
import java.util.Optional;

/** Messages of another source, with a number from 1 as message-id where they have none. */
final class NumberedSource implements MessageSource {
    private final MessageSource source;
    private long number;

    NumberedSource(MessageSource source) {
        this.source = source;
    }

    @Override
    public Optional<Outgoing> next() {
        return source.next().map(this::numbered);
    }

    @Override
    public String place() {
        return source.place();
    }

    @Override
    public void close() {
        source.close();
    }

    private Outgoing numbered(Outgoing message) {
        number++;
        BasicProperties properties = message.properties();
        return properties.messageId() == null
                ? new Outgoing(
                        message.method(),
                        properties.toBuilder().messageId(Long.toString(number)).build(),
                        message.body())
                : message;
    }
}
