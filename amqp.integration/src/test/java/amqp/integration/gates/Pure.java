// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Uses what the gate must let through: time, chance and memory that are passed in. */
record Pure(Duration delay, RandomGenerator chance) {
    static Pure seeded(long seed) {
        return new Pure(Duration.ofSeconds(1), new Random(seed));
    }

    long nanosLeft(long since, long now) {
        return delay.toNanos() - (now - since) + chance.nextInt(10);
    }

    byte[] copy(ByteBuffer source, List<String> names) {
        Collections.shuffle(names, new Random(source.remaining()));
        var target = new byte[names.size()];
        System.arraycopy(source.array(), 0, target, 0, target.length);
        return target;
    }
}
