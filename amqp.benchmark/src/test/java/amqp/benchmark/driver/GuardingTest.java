// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardingTest {
    /** The file is that of this module; rates are for the command alone, since they depend on the machine. */
    @Test
    void nothingAllocatesMoreThanIsCheckedIn() throws Exception {
        assertEquals(List.of(), new Guarding(Path.of("guard.txt")).allocation());
    }
}
