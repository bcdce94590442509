// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HashedQueuesTest {
    private final Set<Integer> over = new HashSet<>();
    private final HashedQueues<Integer> queues = new HashedQueues<>(over::contains);
    private int looks;

    private Integer find(int hash) {
        return queues.find(hash, any -> {
            looks++;
            return true;
        });
    }

    @Test
    void findsTheFirstOfAHashThatIsNotOver() {
        for (int i = 0; i < 1000; i++) {
            queues.add(i % 10, i);
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, find(i % 10));
            over.add(i);
        }
        assertNull(find(3));
        assertEquals(1000, looks);
    }

    @Test
    void findsWhatMatches() {
        queues.add(1, 10);
        queues.add(1, 20);
        queues.add(17, 30); // the same chain, at first
        assertEquals(20, queues.find(1, element -> element > 10));
        assertNull(queues.find(1, element -> element > 20));
        assertEquals(30, find(17));
        assertNull(find(33));
    }

    @Test
    void lookIsAtOneOfManyHashes() {
        for (int i = 0; i < 50_000; i++) {
            queues.add(i * 31, i);
        }
        for (int i = 0; i < 50_000; i += 100) {
            assertEquals(i, find(i * 31));
        }
        assertEquals(500, looks);
    }

    @Test
    void memoryGoesByWhatIsNotOver() {
        queues.add(0, -1);
        for (int i = 0; i < 1_000_000; i++) {
            queues.add(i, i);
            over.add(i);
        }
        assertTrue(queues.capacity() <= 64, () -> queues.capacity() + " elements");
        assertEquals(-1, find(0));
    }

    @Test
    void agreesWithAPlainMap() {
        Random random = new Random(11);
        TreeMap<Integer, Integer> hashes = new TreeMap<>();
        for (int step = 0; step < 50_000; step++) {
            int hash = random.nextInt(200);
            if (random.nextBoolean()) {
                queues.add(hash, step);
                hashes.put(step, hash);
            } else {
                Integer expected = hashes.entrySet().stream()
                        .filter(entry -> entry.getValue() == hash)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null);
                assertEquals(expected, find(hash));
                if (expected != null) {
                    over.add(expected);
                    hashes.remove(expected);
                }
            }
        }
    }
}
