// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Round;
import amqp.benchmark.load.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One contender in its process, with the rounds that it has run. */
final class WorkerProcess implements Participant {
    /** Where bin/benchmark puts the worker in C, if it could build it. */
    private static final Path RABBITMQ_C = Path.of(System.getProperty("amqp.benchmark.rabbitmq-c", "absent"));

    private final Contender contender;
    private final Case measured;
    private final Broker broker;
    private final Child child;
    private final List<Round> rounds = new ArrayList<>();
    private int count = 2000;

    /**
     * @param classPath of a worker in Java
     */
    WorkerProcess(Contender contender, Case measured, Broker broker, String classPath) throws IOException {
        this.contender = contender;
        this.measured = measured;
        this.broker = broker;
        List<String> options = List.of(
                "--client", contender.id(),
                "--mode", measured.mode().toString(),
                "--size", Integer.toString(measured.size()),
                "--queue", broker.queue(measured),
                "--uri", broker.uri());
        child = contender.equals(Contender.RABBITMQ_C)
                ? Child.start(join(RABBITMQ_C.toString(), options))
                : Child.java(classPath, Worker.class, options.toArray(String[]::new));
    }

    static boolean hasRabbitMqC() {
        return Files.isExecutable(RABBITMQ_C);
    }

    private static List<String> join(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    @Override
    public Contender contender() {
        return contender;
    }

    /** A round that does not count, after which a round takes about so long. */
    void warmUp(double seconds) throws IOException {
        double wanted = run().rate() * seconds;
        count = (int) Math.max(100, Math.min(wanted, 50.0 * count));
    }

    /** A round that counts. */
    void measure() throws IOException {
        rounds.add(run());
    }

    Round median() {
        return Round.median(rounds);
    }

    private Round run() throws IOException {
        broker.fill(measured, count);
        child.writeLine(Integer.toString(count));
        return Round.parse(child.readLine());
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
