// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

/** What Jazzer calls, in a process of its own for each target; see {@link Fuzz}. */
public final class Fuzzed {
    private static Target target;

    private Fuzzed() {}

    /** Called once, with the name of the target. */
    public static void fuzzerInitialize(String[] arguments) {
        target = Target.valueOf(arguments[0]);
    }

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.run(input);
    }
}
