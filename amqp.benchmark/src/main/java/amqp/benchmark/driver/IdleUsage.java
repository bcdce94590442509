// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

/**
 * What a process uses; memory in octets, NaN where it can't be told.
 *
 * @param heap alive after collections
 * @param resident of the process, in memory
 * @param nativeMemory committed by the JVM beside the heap
 * @param cpu milliseconds of CPU time a second, in the quietest of some seconds
 * @param threads of the JVM's, its own for the compiler and such not counted
 */
record IdleUsage(double heap, double resident, double nativeMemory, double cpu, int threads) {
    private static final String LINE = "[0-9.ENa-]+ [0-9.ENa-]+ [0-9.ENa-]+ [0-9.ENa-]+ \\d+";

    String toLine() {
        return heap + " " + resident + " " + nativeMemory + " " + cpu + " " + threads;
    }

    static boolean isOne(String line) {
        return line.matches(LINE);
    }

    static IdleUsage parse(String line) {
        String[] parts = line.split(" ");
        return new IdleUsage(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Integer.parseInt(parts[4]));
    }
}
