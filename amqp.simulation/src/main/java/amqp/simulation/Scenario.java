// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.scripted.BrokerSettings;
import java.time.Duration;

/**
 * What a seed chooses before anything happens.
 *
 * @param nodes addresses of the broker
 * @param applications connections, each of its own
 * @param restless how long applications work and faults strike
 * @param calm how long nobody does anything afterwards, so that what can recover has recovered
 * @param pace longest time between two actions of an application
 * @param faultPace longest time between two faults
 */
record Scenario(
        BrokerSettings broker,
        int nodes,
        int applications,
        Duration restless,
        Duration calm,
        Duration pace,
        Duration faultPace) {

    private static final int[] HEARTBEATS = {0, 1, 2, 5, 10};
    private static final int[] FRAME_MAX = {4096, 4096, 8192, 131_072};

    static Scenario any(World world) {
        int heartbeat = HEARTBEATS[world.random().nextInt(HEARTBEATS.length)];
        int frameMax = FRAME_MAX[world.random().nextInt(FRAME_MAX.length)];
        Duration restless = Duration.ofMillis(500 + world.random().nextInt(world.oneIn(4) ? 30_000 : 4000));
        return new Scenario(
                BrokerSettings.DEFAULT.withTune(2 + world.random().nextInt(30), frameMax, heartbeat),
                1 + world.random().nextInt(3),
                1 + world.random().nextInt(2),
                restless,
                Duration.ofSeconds(120),
                restless.dividedBy(20 + world.random().nextInt(60)),
                restless.dividedBy(1 + world.random().nextInt(8)));
    }

    boolean hasHeartbeat() {
        return broker.heartbeatSeconds() > 0;
    }
}
