// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are published together, some or all of them observed.
 *
 * @param messages what to send
 * @param observed one for each message; null for those that nobody observes
 */
record ObservedBatch(List<Message> messages, @Nullable ObservedPublish[] observed) {

    static ObservedBatch of(
            ObserverCalls observer,
            ChannelCore channel,
            BasicMethod.Publish method,
            List<Message> given,
            @Nullable PublishCallback callback) {
        @Nullable
        ObservedPublish[] observed =
                observer.publishingAll(channel, method.exchange(), method.routingKey(), given, callback);
        List<Message> messages = new ArrayList<>(given.size());
        for (int i = 0; i < observed.length; i++) {
            messages.add(observed[i] == null ? given.get(i) : observed[i].message());
        }
        return new ObservedBatch(messages, observed);
    }

    /**
     * Publishes them, and tells what became of each.
     *
     * @param attempt returns how many of them were published, from the first on
     */
    int publish(IntSupplier attempt) {
        int published;
        try {
            published = attempt.getAsInt();
        } catch (RuntimeException refused) {
            for (ObservedPublish one : observed) {
                if (one != null) {
                    one.refused(refused);
                }
            }
            throw refused;
        }
        for (int i = 0; i < observed.length; i++) {
            if (observed[i] != null) {
                observed[i].tried(i < published);
            }
        }
        return published;
    }
}
