// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When something happened, again and again, in milliseconds. For any thread. */
final class Moments {
    private static final int SECOND = 1000;

    private final Queue<Long> noted = new ConcurrentLinkedQueue<>();

    void add(long milliseconds) {
        noted.add(milliseconds);
    }

    /** In order. */
    private List<Long> sorted() {
        return noted.stream().sorted().toList();
    }

    long first() {
        return sorted().get(0);
    }

    long last() {
        List<Long> all = sorted();
        return all.get(all.size() - 1);
    }

    /** The most within a second, wherever that begins. */
    int mostWithinASecond() {
        List<Long> all = sorted();
        int most = 0;
        int from = 0;
        for (int to = 0; to < all.size(); to++) {
            while (all.get(to) - all.get(from) >= SECOND) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    /** How many in each second after a start; what was before it counts in the first. */
    List<Integer> eachSecond(long start) {
        List<Integer> counts = new ArrayList<>();
        for (long moment : sorted()) {
            int second = (int) Math.max(0, (moment - start) / SECOND);
            while (counts.size() <= second) {
                counts.add(0);
            }
            counts.set(second, counts.get(second) + 1);
        }
        return counts;
    }
}
