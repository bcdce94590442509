// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much to measure.
 *
 * @param rounds measured rounds, of which the median counts
 * @param warmUps rounds before them
 * @param scale multiplies the messages of a round; 1 makes a round take about a second; and the connections of idle,
 *     many and recovery
 * @param modes names of the cases to measure; empty for all
 * @param clients names of the clients, adapters with idle connections or programs that start, to measure; empty for all
 * @param series names of the growth series to measure; empty for all
 * @param scenario what is beside a client whose latency is measured
 * @param onRabbitMq whether its latency is measured on RabbitMQ
 * @param against folder with jars of ours that are measured too
 * @param docs folder to write to; empty to print only
 */
record Settings(
        int rounds,
        int warmUps,
        double scale,
        List<String> modes,
        List<String> clients,
        List<String> series,
        Scenario scenario,
        boolean onRabbitMq,
        Optional<Path> against,
        Optional<Path> docs) {

    static Settings parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>(Map.of(
                "--rounds",
                "5",
                "--warm-ups",
                "4",
                "--scale",
                "1",
                "--modes",
                "",
                "--clients",
                "",
                "--series",
                "",
                "--scenario",
                Scenario.PLAIN.toString(),
                "--broker",
                "null",
                "--against",
                "",
                "--docs",
                ""));
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!given.containsKey(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " is no option, or its value is missing");
            }
            given.put(name, arguments.get(i + 1));
        }
        return new Settings(
                atLeastOne("--rounds", given),
                atLeastOne("--warm-ups", given),
                positive("--scale", given),
                list(given.get("--modes")),
                list(given.get("--clients")),
                list(given.get("--series")),
                Scenario.named(given.get("--scenario")),
                onRabbitMq(given.get("--broker")),
                folder(given.get("--against")),
                folder(given.get("--docs")));
    }

    boolean includes(Case measured) {
        return modes.isEmpty() || modes.contains(measured.toString());
    }

    boolean includes(Contender contender) {
        return clients.isEmpty() || clients.contains(contender.id());
    }

    /** Of an adapter with idle connections, or a program that starts. */
    boolean includesClient(String name) {
        return clients.isEmpty() || clients.contains(name);
    }

    boolean includesSeries(String name) {
        return series.isEmpty() || series.contains(name);
    }

    /** So many messages, multiplied. */
    int scaled(long messages) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, messages * scale));
    }

    /** The command that makes another run like this one. */
    String command(String name) {
        return "bin/benchmark " + name + (rounds == 5 ? "" : " --rounds " + rounds)
                + (warmUps == 4 ? "" : " --warm-ups " + warmUps)
                + (scale == 1 ? "" : " --scale " + scale)
                + (modes.isEmpty() ? "" : " --modes " + String.join(",", modes))
                + (clients.isEmpty() ? "" : " --clients " + String.join(",", clients))
                + (series.isEmpty() ? "" : " --series " + String.join(",", series))
                + (scenario == Scenario.PLAIN ? "" : " --scenario " + scenario)
                + (onRabbitMq ? " --broker rabbitmq" : "")
                + against.map(folder -> " --against " + folder).orElse("");
    }

    private static int atLeastOne(String name, Map<String, String> given) {
        int value = Integer.parseInt(given.get(name));
        if (value < 1) {
            throw new IllegalArgumentException(name + " is 1 at least");
        }
        return value;
    }

    private static boolean onRabbitMq(String broker) {
        return switch (broker) {
            case "null" -> false;
            case "rabbitmq" -> true;
            default -> throw new IllegalArgumentException("--broker is null or rabbitmq");
        };
    }

    private static double positive(String name, Map<String, String> given) {
        double value = Double.parseDouble(given.get(name));
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " is more than 0");
        }
        return value;
    }

    private static Optional<Path> folder(String path) {
        return Optional.of(path).filter(each -> !each.isEmpty()).map(Path::of);
    }

    private static List<String> list(String commas) {
        return Arrays.stream(commas.split(",")).filter(each -> !each.isEmpty()).toList();
    }
}
