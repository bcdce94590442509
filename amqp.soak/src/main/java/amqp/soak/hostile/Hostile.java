// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.testkit.hostile.Catalogue;
import java.util.List;

/** The command {@code bin/hostile}. */
public final class Hostile {
    private Hostile() {}

    /** Ends with status 0 if every trial went well. */
    public static void main(String[] arguments) {
        try {
            if (List.of(arguments).contains("--list")) list();
            else System.exit(run(HostileOptions.parse(List.of(arguments))) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("hostile: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void list() {
        for (var each : Catalogue.all()) {
            System.out.printf(
                    "%-55s %-16s %-28s %s%n",
                    each.name(), each.moment(), each.outcome(), each.outcome().section());
        }
    }

    private static boolean run(HostileOptions options) {
        System.out.printf(
                "%d misbehaviours, heap %d MiB%n",
                options.cases().size(), Runtime.getRuntime().maxMemory() >> 20);
        var clean = true;
        for (var adapter : options.adapters()) {
            try (var lane = new Lane(adapter, options.verbose(), System.out::println)) {
                run(options, lane, options.adapters().indexOf(adapter));
                System.out.println(lane);
                clean &= lane.isClean();
            } catch (RuntimeException | Error e) {
                System.out.println(adapter + ": the trials broke off");
                e.printStackTrace(System.out);
                clean = false;
            }
        }
        return clean;
    }

    /** All of them once, and again as long as there is time; or, in rotation, those whose turn it is. */
    private static void run(HostileOptions options, Lane lane, int index) {
        var nanos = options.time().dividedBy(options.adapters().size()).toNanos();
        var begun = System.nanoTime();
        do {
            for (var i = 0; i < options.cases().size(); i++) {
                if (options.rotating() && i % options.adapters().size() != index) continue;
                for (var mode : options.modes()) {
                    var turn = i / options.adapters().size() % options.modes().size();
                    if (options.rotating() && options.modes().indexOf(mode) != turn) continue;
                    if (nanos > 0 && System.nanoTime() - begun > nanos) return;
                    lane.trial(options.cases().get(i), mode);
                }
            }
        } while (nanos > 0);
    }
}
