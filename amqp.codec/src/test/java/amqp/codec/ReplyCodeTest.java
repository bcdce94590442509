// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ReplyCodeTest {
    @Test
    void everyConstantHasItsName() throws IllegalAccessException {
        int constants = 0;
        for (Field field : ReplyCode.class.getFields()) {
            assertEquals(field.getName(), ReplyCode.name(field.getInt(null)));
            constants++;
        }
        assertEquals(19, constants);
        assertEquals("299", ReplyCode.name(299));
    }
}
