// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How connections came back. Moments in milliseconds of the wall clock, memory in octets.
 *
 * @param firstLoss when the first of them was lost
 * @param firstRecovery when the first was recovered
 * @param lastRecovery when all were
 * @param restored commands that were given again
 * @param notRestored those of them that failed
 * @param mostAttempts the most attempts to connect within one second
 * @param attempts in each second from the first loss
 * @param recoveries in each second from the first loss
 * @param heap alive afterwards
 * @param mostResident the most that the process had in memory until then
 */
record Recovered(
        long firstLoss,
        long firstRecovery,
        long lastRecovery,
        long restored,
        long notRestored,
        int mostAttempts,
        List<Integer> attempts,
        List<Integer> recoveries,
        double heap,
        double mostResident) {
    String toLine() {
        return String.join(
                " ",
                Long.toString(firstLoss),
                Long.toString(firstRecovery),
                Long.toString(lastRecovery),
                Long.toString(restored),
                Long.toString(notRestored),
                Integer.toString(mostAttempts),
                commas(attempts),
                commas(recoveries),
                Double.toString(heap),
                Double.toString(mostResident));
    }

    static Recovered parse(String line) {
        String[] parts = line.split(" ");
        return new Recovered(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Integer.parseInt(parts[5]),
                numbers(parts[6]),
                numbers(parts[7]),
                Double.parseDouble(parts[8]),
                Double.parseDouble(parts[9]));
    }

    private static String commas(List<Integer> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static List<Integer> numbers(String commas) {
        return Arrays.stream(commas.split(",")).map(Integer::valueOf).toList();
    }
}
