// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import java.util.List;
import java.util.Map;

/**
 * From an exchange to a queue or to another exchange.
 *
 * @param toQueue whether the destination is a queue
 */
public record Binding(
        String source, String destination, boolean toQueue, String routingKey, Map<String, Object> arguments) {

    boolean takes(String exchangeType, String key) {
        return switch (exchangeType) {
            case "fanout" -> true;
            case "topic" -> matches(List.of(routingKey.split("\\.", -1)), List.of(key.split("\\.", -1)));
            default -> routingKey.equals(key);
        };
    }

    /** {@code *} stands for one word, {@code #} for any number of them (specification §3.1.3.3). */
    private static boolean matches(List<String> pattern, List<String> words) {
        if (pattern.isEmpty()) return words.isEmpty();
        var rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            return matches(rest, words) || !words.isEmpty() && matches(pattern, words.subList(1, words.size()));
        }
        if (words.isEmpty()) return false;
        var first = pattern.get(0).equals("*") || pattern.get(0).equals(words.get(0));
        return first && matches(rest, words.subList(1, words.size()));
    }
}
