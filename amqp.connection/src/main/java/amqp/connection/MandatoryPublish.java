// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import org.jspecify.annotations.Nullable;

/** A publish in confirm mode that may be returned; what is needed to recognise it. */
final class MandatoryPublish {
    final long sequence;
    final @Nullable Object attachment;
    final BasicMethod.Publish method;
    final BasicProperties properties;
    final int size;
    final int bodyHash;
    boolean returned;
    boolean settled;

    MandatoryPublish(
            long sequence, @Nullable Object attachment, BasicMethod.Publish method, Message message, int bodyHash) {
        this.sequence = sequence;
        this.attachment = attachment;
        this.method = method;
        this.properties = message.properties();
        this.size = message.bodySize();
        this.bodyHash = bodyHash;
    }
}
