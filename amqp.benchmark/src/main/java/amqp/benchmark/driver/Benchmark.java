// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.adapter.spi.AdapterProvider;
import amqp.benchmark.report.Document;
import amqp.client.Adapters;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The command {@code bin/benchmark}, but for its part jmh. */
public final class Benchmark {
    /** Idle ones. */
    private static final int[] CONNECTIONS = {1, 100, 1000, 5000};

    private final Settings settings;

    private Benchmark(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws IOException {
        String name = arguments.length == 0 ? "" : arguments[0];
        List<String> options = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        try {
            new Benchmark(Settings.parse(options)).run(name);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private void run(String name) throws IOException {
        switch (name) {
            case "compare" -> compare();
            case "growth" -> growth();
            case "rabbitmq" -> rabbitMq();
            case "idle" -> idle();
            case "many" ->
                section("many", new Many(settings, Runtime.getRuntime().availableProcessors()).markdown());
            case "recovery" -> section("recovery", Recovery.of(settings).markdown(settings.command("recovery")));
            default -> throw new IllegalArgumentException("there is no command \"" + name + "\"");
        }
    }

    private void compare() throws IOException {
        try (Broker broker = new NullBrokerProcess()) {
            compare(broker, "compare", "benchmark.svg");
        }
    }

    private void rabbitMq() throws IOException {
        try (Broker broker = new RabbitMqBroker()) {
            compare(broker, "rabbitmq", "benchmark-rabbitmq.svg");
        }
    }

    private void compare(Broker broker, String name, String picture) throws IOException {
        ComparisonReport report = new ComparisonReport(new Comparison(settings, broker).run(), broker);
        String markdown = report.markdown(settings.command(name), picture, settings);
        System.out.println(markdown);
        if (settings.docs().isPresent()) {
            Document document = new Document(settings.docs().get());
            document.picture(picture, report.svg());
            document.section(name, markdown);
        }
    }

    private void idle() throws IOException {
        try (Broker broker = new NullBrokerProcess()) {
            List<Integer> numbers = IntStream.of(CONNECTIONS)
                    .map(settings::scaled)
                    .distinct()
                    .boxed()
                    .toList();
            section("idle", new Idle(broker.uri(), numbers).measure(adapters()).markdown(settings.command("idle")));
        }
    }

    private void section(String name, String markdown) throws IOException {
        System.out.println(markdown);
        if (settings.docs().isPresent()) {
            new Document(settings.docs().get()).section(name, markdown);
        }
    }

    private List<String> adapters() {
        return Adapters.installed().stream()
                .filter(provider -> provider.unusableReason().isEmpty())
                .map(AdapterProvider::name)
                .filter(settings::includesAdapter)
                .toList();
    }

    private void growth() throws IOException {
        try (Broker broker = new NullBrokerProcess()) {
            GrowthReport report = new GrowthReport(new Growth(settings, broker.uri()).run());
            System.out.println(report.markdown(settings));
            if (settings.docs().isPresent()) {
                Document document = new Document(settings.docs().get());
                for (Series series : report.all()) {
                    document.picture(series.picture(), series.svg());
                }
                document.section("growth", report.markdown(settings));
            }
        }
    }
}
