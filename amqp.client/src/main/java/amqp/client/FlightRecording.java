// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.List;
import java.util.Optional;

/** Whether the JVM has a flight recorder, and records. The module jdk.jfr may be missing, in a linked image for example. */
final class FlightRecording {
    private static final boolean AVAILABLE = isAvailable();

    private FlightRecording() {}

    private static boolean isAvailable() {
        try {
            Class.forName("jdk.jfr.Event", false, FlightRecording.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError notThere) {
            return false;
        }
    }

    /** Whether events of ours are recorded now. Asked for each message: a read while nothing was ever recorded. */
    static boolean isOn() {
        return AVAILABLE && FlightObserver.isOn();
    }

    /** An observer that records, together with the given one if there is one; empty where there is no recorder. */
    static Optional<ClientObserver> with(Optional<ClientObserver> given) {
        if (!AVAILABLE) {
            return Optional.empty();
        }
        ClientObserver recorder = FlightObserver.INSTANCE;
        return Optional.of(
                given.map(other -> ClientObserver.all(List.of(other, recorder))).orElse(recorder));
    }
}
