// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.report.Run;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * All that a run is to do.
 *
 * @param id names the run
 * @param stamp the clock of the times in messages
 * @param time how long it lasts at most
 * @param interval from one report to the next
 */
record LoadPlan(
        String id,
        Topology topology,
        ProducerPlan producing,
        ConsumerPlan consuming,
        Stamp stamp,
        Duration time,
        Duration interval) {

    /** @param client as the client describes itself */
    Run run(String client) {
        return new Run(
                id,
                client,
                describe(),
                producing.producers() > 0,
                consuming.consumers() > 0,
                producing.isConfirming(),
                producing.mandatory(),
                stamp == Stamp.MILLIS);
    }

    private String describe() {
        StringJoiner words = new StringJoiner(", ");
        words.add(topology.describe());
        if (producing.producers() > 0) {
            words.add(producing.describe());
        }
        if (consuming.consumers() > 0) {
            words.add(consuming.describe());
        }
        return words.toString();
    }
}
