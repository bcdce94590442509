// SPDX-License-Identifier: MPL-2.0
package amqp.test.model;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An exchange with its bindings. */
final class Exchange {
    /**
     * A binding to a queue or to another exchange.
     *
     * @param toQueue whether the destination is a queue
     */
    record Binding(String destination, boolean toQueue, String routingKey, FieldTable arguments) {}

    private static final List<String> TYPES = List.of("direct", "fanout", "topic", "headers");

    private final ExchangeMethod.Declare declared;
    private final Set<Binding> bindings = new LinkedHashSet<>();
    private boolean wasBound;

    Exchange(ExchangeMethod.Declare declared) {
        if (!TYPES.contains(declared.type())) {
            throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "unknown exchange type '" + declared.type() + "'");
        }
        this.declared = declared;
    }

    String name() {
        return declared.exchange();
    }

    ExchangeMethod.Declare declared() {
        return declared;
    }

    Set<Binding> bindings() {
        return bindings;
    }

    void bind(Binding binding) {
        wasBound = true;
        bindings.add(binding);
    }

    /** @return whether the exchange is to be deleted with its last binding */
    boolean unbind(Predicate<Binding> which) {
        return bindings.removeIf(which) && wasBound && declared.autoDelete() && bindings.isEmpty();
    }

    /** Null where messages that no binding takes are dropped. */
    @Nullable
    String alternate() {
        FieldValue alternate = declared.arguments().get("alternate-exchange");
        return alternate == null ? null : alternate.asString();
    }

    void expectSame(ExchangeMethod.Declare other) {
        expectSame("type", other.type(), declared.type());
        expectSame("durable", other.durable(), declared.durable());
        expectSame("auto_delete", other.autoDelete(), declared.autoDelete());
        expectSame("internal", other.internal(), declared.internal());
        expectSame("alternate-exchange", other.arguments(), declared.arguments());
    }

    private void expectSame(String argument, Object received, Object current) {
        if (!received.equals(current)) {
            throw Refusal.inequivalent(argument, "exchange", name(), received, current);
        }
    }

    boolean matches(Binding binding, BasicMethod.Publish publish, Message message) {
        return switch (declared.type()) {
            case "fanout" -> true;
            case "topic" -> topicMatches(words(binding.routingKey), 0, words(publish.routingKey()), 0);
            case "headers" ->
                headersMatch(binding.arguments, message.properties().headers());
            default -> binding.routingKey.equals(publish.routingKey());
        };
    }

    private static String[] words(String key) {
        return key.split("\\.", -1);
    }

    private static boolean topicMatches(String[] pattern, int from, String[] key, int at) {
        if (from == pattern.length) {
            return at == key.length;
        }
        if (pattern[from].equals("#")) {
            for (int next = at; next <= key.length; next++) {
                if (topicMatches(pattern, from + 1, key, next)) {
                    return true;
                }
            }
            return false;
        }
        return at < key.length
                && (pattern[from].equals("*") || pattern[from].equals(key[at]))
                && topicMatches(pattern, from + 1, key, at + 1);
    }

    private static boolean headersMatch(FieldTable wanted, FieldTable headers) {
        FieldValue how = wanted.get("x-match");
        String match = how == null ? "all" : how.asString();
        boolean withX = match.endsWith("-with-x");
        boolean any = match.startsWith("any");
        boolean all = true;
        boolean some = false;
        for (Map.Entry<String, FieldValue> entry : wanted.entries().entrySet()) {
            if (entry.getKey().startsWith("x-") && !(withX && !entry.getKey().equals("x-match"))) {
                continue;
            }
            FieldValue found = headers.get(entry.getKey());
            boolean equal = found != null
                    && (entry.getValue().equals(FieldValue.VOID)
                            || found.equals(entry.getValue())
                            || String.valueOf(found.toJava())
                                    .equals(String.valueOf(entry.getValue().toJava())));
            all &= equal;
            some |= equal;
        }
        return any ? some : all;
    }
}
