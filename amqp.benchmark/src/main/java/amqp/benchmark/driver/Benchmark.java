// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.adapter.spi.AdapterProvider;
import amqp.adapter.tck.TestCertificates;
import amqp.benchmark.report.Document;
import amqp.client.Adapters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The command {@code bin/benchmark}, but for its part jmh. */
public final class Benchmark {
    /** Idle ones. */
    private static final int[] CONNECTIONS = {1, 100, 1000, 5000};

    private final Settings settings;

    private Benchmark(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        List<String> options = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        try {
            if (name.equals("guard")) {
                System.exit(guard(options));
            }
            new Benchmark(Settings.parse(options)).run(name);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    /** Its exit status. */
    private static int guard(List<String> options) throws Exception {
        Guarding guarding = new Guarding(Path.of(System.getProperty("amqp.benchmark.guard", "guard.txt")));
        if (options.equals(List.of("--update"))) {
            guarding.update();
            return 0;
        }
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("guard knows no option but --update");
        }
        List<String> worse = guarding.all();
        worse.forEach(System.out::println);
        return worse.isEmpty() ? 0 : 1;
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
            case "tls" -> tls();
            case "latency" -> latency();
            case "startup" -> startup();
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
        List<Contender> contenders = settings.clients().isEmpty() ? Contender.USUAL : Contender.ALL;
        Results results = new Comparison(settings, broker, Case.ALL, contenders).run();
        ComparisonReport report = new ComparisonReport(results, broker);
        publish(name, report.markdown(settings.command(name), picture, settings), picture, report.svg());
    }

    private void tls() throws IOException {
        try (TestCertificates certificates = TestCertificates.create();
                Broker broker = new NullBrokerProcess(Optional.of(certificates))) {
            Results results = new Comparison(settings, broker, Case.TLS, Contender.TLS).run();
            ComparisonReport report = new ComparisonReport(results, broker);
            String picture = "benchmark-tls.svg";
            publish("tls", report.detailed(settings.command("tls"), picture, settings), picture, report.svg());
        }
    }

    private void latency() throws IOException {
        try (TestCertificates certificates = TestCertificates.create();
                Broker broker = latencyBroker(certificates)) {
            LatencyReport report = new LatencyReport(settings, broker, new LatencyComparison(settings, broker).run());
            publish(report.name(), report.markdown(), report.picture(), report.svg());
        }
    }

    private Broker latencyBroker(TestCertificates certificates) throws IOException {
        Optional<TestCertificates> tls =
                Optional.of(certificates).filter(unused -> settings.scenario() == Scenario.TLS);
        return settings.onRabbitMq() ? new RabbitMqBroker(tls) : new NullBrokerProcess(tls);
    }

    /** Prints a section and writes it where it was asked for. */
    private void publish(String name, String markdown, String picture, String svg) throws IOException {
        System.out.println(markdown);
        if (settings.docs().isPresent()) {
            Document document = new Document(settings.docs().get());
            document.picture(picture, svg);
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

    private void startup() throws IOException {
        try (Broker broker = new NullBrokerProcess()) {
            section("startup-" + Runtime.version().feature(), Startup.measure(settings, broker.uri()));
        }
    }

    private List<String> adapters() {
        return Adapters.installed().stream()
                .filter(provider -> provider.unusableReason().isEmpty())
                .map(AdapterProvider::name)
                .filter(settings::includesClient)
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
