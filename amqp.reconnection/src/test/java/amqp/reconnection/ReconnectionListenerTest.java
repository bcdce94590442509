// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconnectionListenerTest {
    private static void fireAll(ReconnectionListener<String> listener) {
        var end = new Step.End<String>("over");
        var cause = new IllegalStateException("lost");
        listener.connectAttempt("a", 0);
        listener.attemptFailed("a", cause, end);
        listener.transportConnected("a");
        listener.connectionOpen("a");
        listener.transportDisconnected("a", cause);
        listener.connectionClosed("a", cause, end);
    }

    @Test
    void listenerOverridesOnlyWhatItWants() {
        var heard = new ArrayList<String>();
        fireAll(new ReconnectionListener<>() {
            @Override
            public void connectionOpen(String address) {
                heard.add(address);
            }
        });
        assertEquals(List.of("a"), heard);
    }
}
