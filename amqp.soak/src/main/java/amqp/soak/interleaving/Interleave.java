// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import java.util.List;

/**
 * The command {@code bin/interleave}: application threads lose, close, cancel, open and publish at once, on adapters with
 * several I/O threads. The seed decides who does what; how the threads meet is up to the machine.
 */
public final class Interleave {
    private Interleave() {}

    /** Ends with status 0 if every round went well. */
    public static void main(String[] arguments) {
        try {
            System.exit(run(InterleaveOptions.parse(List.of(arguments))) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("interleave: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(InterleaveOptions options) {
        System.out.println("seed " + options.seed());
        var clean = true;
        for (var adapter : options.adapters()) {
            try (var interleaving = new Interleaving(adapter, System.out::println)) {
                interleaving.run(
                        options.time().dividedBy(options.adapters().size()), options.seed(), options.scenarios());
                System.out.println(interleaving);
                clean &= interleaving.isClean();
            }
        }
        return clean;
    }
}
