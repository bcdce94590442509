// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import java.util.HashMap;
import java.util.Map;

/** The names that queues had, and the one that each has now: a name of any time leads to the present one in one step. */
final class Names {
    private final Map<String, String> present = new HashMap<>();

    /** The name itself where there is no later one. */
    String current(String name) {
        return present.getOrDefault(name, name);
    }

    void renamed(String before, String now) {
        present.replaceAll((earlier, name) -> name.equals(before) ? now : name);
        present.put(before, now);
        present.remove(now); // a name that it has again
    }

    /** Forgets the earlier names of a queue that is gone. */
    void gone(String name) {
        present.values().removeIf(name::equals);
    }
}
