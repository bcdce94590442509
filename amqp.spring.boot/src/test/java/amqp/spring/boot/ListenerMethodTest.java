// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldTable;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Which methods may listen. */
class ListenerMethodTest {
    @Test
    void onePayloadAndWhatIsKnown() {
        assertEquals("", refused("payload"));
        assertEquals("", refused("payloadAndHeaders"));
        assertEquals("", refused("stage"));
        assertTrue(refused("two").contains("2 parameters for one payload"));
        assertTrue(refused("value").contains("neither nothing nor a CompletionStage"));
    }

    private static String refused(String name) {
        var method = Arrays.stream(Samples.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        var found = new ListenerFinder.Found(new Samples(), method, method.getAnnotation(AmqpListener.class));
        if (name.equals("two") || name.equals("value")) {
            return assertThrows(IllegalArgumentException.class, () -> new ListenerMethod(found, new OctetsConverter()))
                    .getMessage();
        }
        new ListenerMethod(found, new OctetsConverter());
        return "";
    }

    static final class Samples {
        void payload(String payload) {}

        void payloadAndHeaders(String payload, FieldTable headers) {}

        CompletionStage<String> stage(byte[] payload) {
            return CompletableFuture.completedStage("");
        }

        void two(String one, String other) {}

        String value(String payload) {
            return payload;
        }
    }
}
