// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PublishSummaryTest {
    @Test
    void showsASummary() {
        PublishSummary summary = new PublishSummary(10, 5, 1, 3, 1, 0.5);
        assertEquals(
                "{\"published\":10,\"confirmed\":5,\"nacked\":1,\"returned\":3,\"unknown\":1,\"seconds\":0.500000}",
                summary.json());
        assertEquals("published 10 in 0.500 s: 5 confirmed, 1 nacked, 3 returned, 1 unknown", summary.text(true));
        assertEquals("published 10 in 0.500 s: 3 returned", summary.text(false));
    }
}
