// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.WireException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The context in the headers of messages. Headers that are malformed are taken for none, and are not written to: what is
 * wrong with them is for others to find.
 */
final class Headers {
    private static final TextMapGetter<FieldTable> GETTER = new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // and yet asked by propagators such as Jaeger's
        public Iterable<String> keys(FieldTable headers) {
            return entries(headers).keySet();
        }

        @Override
        public @Nullable String get(@Nullable FieldTable headers, String key) {
            return headers == null ? null : text(headers, key);
        }
    };

    private final TextMapPropagator propagator;
    private final Set<String> fields;

    Headers(TextMapPropagator propagator) {
        this.propagator = propagator;
        this.fields = Set.copyOf(propagator.fields());
    }

    /** Returns the message with a context, in a copy of its headers. */
    Message with(Context context, Message given) {
        Map<String, String> added = new LinkedHashMap<>();
        propagator.inject(context, added, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        Message message = given;
        try {
            for (Map.Entry<String, String> header : added.entrySet()) {
                message = message.header(header.getKey(), header.getValue());
            }
            return message;
        } catch (WireException malformed) {
            return given;
        }
    }

    /** Returns a context with what came along with a message; the same one where nothing did. */
    Context read(Context context, BasicProperties properties) {
        FieldTable headers = of(properties);
        return headers.isEmpty() ? context : propagator.extract(context, headers, GETTER);
    }

    /** Returns the span that the sender of a message has put into its headers itself; an invalid one where there is none. */
    SpanContext given(BasicProperties properties) {
        FieldTable headers = of(properties);
        for (String key : entries(headers).keySet()) {
            if (fields.contains(key)) {
                return Span.fromContext(propagator.extract(Context.root(), headers, GETTER))
                        .getSpanContext();
            }
        }
        return SpanContext.getInvalid();
    }

    /** Returns a header that is text, as a string or as bytes; null where there is none. */
    static @Nullable String text(FieldTable headers, String key) {
        FieldValue value = entries(headers).get(key);
        if (value == null) {
            return null;
        }
        return switch (value.type()) {
            case STRING -> value.asString();
            case BYTES -> new String(value.asBytes(), StandardCharsets.UTF_8);
            default -> null;
        };
    }

    static FieldTable of(BasicProperties properties) {
        try {
            return properties.headers();
        } catch (WireException malformed) {
            return FieldTable.EMPTY;
        }
    }

    static Map<String, FieldValue> entries(FieldTable headers) {
        try {
            return headers.entries();
        } catch (WireException malformed) {
            return Map.of();
        }
    }
}
