// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.consumer.AsyncMessageHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls a method with a message, each parameter made by its type. */
final class ListenerMethod implements AsyncMessageHandler {
    private final ListenerFinder.Found listener;
    private final List<Function<Delivery, Object>> parameters = new ArrayList<>();
    private final boolean isAsync;

    /** @throws IllegalArgumentException when the method is none that can listen */
    ListenerMethod(ListenerFinder.Found listener, PayloadConverter converter) {
        this.listener = listener;
        var method = listener.method();
        isAsync = CompletionStage.class.isAssignableFrom(method.getReturnType());
        if (!isAsync && method.getReturnType() != void.class) {
            throw new IllegalArgumentException("it returns neither nothing nor a CompletionStage");
        }
        int payloads = 0;
        for (Type type : method.getGenericParameterTypes()) {
            var special = special(type);
            if (special == null) payloads++;
            parameters.add(special == null ? delivery -> converter.fromMessage(delivery.message(), type) : special);
        }
        if (payloads > 1) {
            throw new IllegalArgumentException("it has " + payloads + " parameters for one payload: only Delivery,"
                    + " Message, Channel and FieldTable may stand beside it");
        }
    }

    @Override
    public CompletionStage<?> handle(Delivery delivery) throws Exception {
        var arguments = parameters.stream().map(of -> of.apply(delivery)).toArray();
        try {
            var result = listener.method().invoke(listener.bean(), arguments);
            if (!isAsync) return CompletableFuture.completedStage(null);
            if (result == null) throw new IllegalStateException(listener + " returned null instead of a stage.");
            return (CompletionStage<?>) result;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) throw thrown;
            if (e.getCause() instanceof Error thrown) throw thrown;
            throw e;
        }
    }

    /** Null for the payload's. */
    private static @Nullable Function<Delivery, Object> special(Type type) {
        if (type == Delivery.class) return delivery -> delivery;
        if (type == Message.class) return Delivery::message;
        if (type == Channel.class) return Delivery::channel;
        if (type == FieldTable.class) return delivery -> delivery.properties().headers();
        return null;
    }
}
