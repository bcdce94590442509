// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.io.IOException;
import java.util.List;

/** A contender in a process of its own. */
interface Participant extends AutoCloseable {
    Contender contender();

    @Override
    void close() throws IOException;

    /** What each does when it is its turn. */
    interface Step<P> {
        void run(P participant) throws IOException;
    }

    /** One after the other. One that fails is left out from then on, and said to be. */
    static <P extends Participant> void turn(List<P> participants, Step<P> step) throws IOException {
        for (P participant : List.copyOf(participants)) {
            try {
                step.run(participant);
            } catch (IOException e) {
                System.err.println(participant.contender().title() + " failed and is left out: " + e.getMessage());
                participants.remove(participant);
                participant.close();
            }
        }
    }
}
