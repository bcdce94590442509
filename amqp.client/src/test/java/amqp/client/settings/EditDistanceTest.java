// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EditDistanceTest {
    @Test
    void namesThatAreAlikeAreNear() {
        assertEquals(0, EditDistance.between("tls", "tls"));
        assertEquals(3, EditDistance.between("", "tls"));
        assertEquals(3, EditDistance.between("kitten", "sitting"));
    }
}
