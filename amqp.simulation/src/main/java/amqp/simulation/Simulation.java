// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.simulated.Sabotage;
import amqp.testkit.simulated.SimulatedBroker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One run: applications work while faults strike, then all is well for a while, then everything is closed. The seed
 * alone decides what happens.
 */
final class Simulation {
    private static final Duration CLOSING = Duration.ofMinutes(3);

    private final World world;
    private final SimulatedBroker broker;
    private final Network network;
    private final Scenario scenario;
    private final List<Application> applications;
    private final Faults faults;

    private Simulation(long seed, Sabotage sabotage, Trace trace) {
        this.world = new World(seed, trace);
        this.scenario = Scenario.any(world);
        world.trace("seed %d: %s", seed, scenario);
        this.broker = new SimulatedBroker(world.random(), scenario.broker(), sabotage);
        this.network = new Network(world, broker, scenario.nodes());
        this.applications = IntStream.rangeClosed(1, scenario.applications())
                .mapToObj(number -> new Application(world, network, scenario, "app" + number))
                .toList();
        this.faults = new Faults(world, network, scenario, applications);
    }

    /**
     * What a run came to.
     *
     * @param hash the same for the same run
     * @param taken messages that the broker took
     * @param sabotaged whether the sabotage had its opportunity
     */
    record Outcome(long hash, int published, int taken, int delivered, int sessions, boolean sabotaged) {}

    /** @throws Violated when something does not hold that must */
    static Outcome run(long seed, Sabotage sabotage, Trace trace) {
        return new Simulation(seed, sabotage, trace).run();
    }

    private Outcome run() {
        faults.begin();
        world.run(scenario.restless());
        applications.forEach(Application::calm);
        faults.end();
        world.run(scenario.calm());
        new Verification(world, broker, applications).whenCalm();
        applications.forEach(Application::close);
        end();
        new Verification(world, broker, applications).atTheEnd();
        return outcome();
    }

    private void end() {
        if (!world.runDry(CLOSING)) {
            world.violated(Invariant.RUNS_DRY, "there is still to come: " + world.next());
        }
        world.check();
    }

    private Outcome outcome() {
        int published = applications.stream()
                .mapToInt(each -> each.publications().size())
                .sum();
        return new Outcome(
                world.hash(),
                published,
                broker.history().taken().size(),
                broker.history().sent().size(),
                broker.accepted(),
                broker.sabotaged());
    }
}
