// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StampTest {
    @ParameterizedTest
    @EnumSource(Stamp.class)
    void aMessageIsAsOldAsItIsOverdue(Stamp stamp) {
        byte[] body = new byte[20];
        stamp.write(body, 77, Duration.ofHours(1).toNanos());
        long age = stamp.age(body);
        assertTrue(
                age >= Duration.ofHours(1).toNanos()
                        && age < Duration.ofHours(2).toNanos(),
                () -> age + " ns");
        assertEquals(77, ByteBuffer.wrap(body).getInt());
    }

    /** The clock of another machine may be ahead. */
    @Test
    void noMessageIsFromTheFuture() {
        byte[] body = new byte[12];
        Stamp.MILLIS.write(body, 0, -Duration.ofHours(1).toNanos());
        assertEquals(0, Stamp.MILLIS.age(body));
    }

    @Test
    void aMessageOfSomebodyElseHasNoTime() {
        assertEquals(-1, Stamp.NANOS.age(new byte[11]));
    }
}
