// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.adapter.tck.TestCertificates;
import amqp.benchmark.NullBroker;
import java.io.IOException;
import java.util.Optional;

/** The null broker in a process of its own. */
final class NullBrokerProcess implements Broker {
    private final Optional<TestCertificates> tls;
    private Child child;
    private int port;

    /** In the clear. */
    NullBrokerProcess() throws IOException {
        this(Optional.empty());
    }

    NullBrokerProcess(Optional<TestCertificates> tls) throws IOException {
        this.tls = tls;
        start();
    }

    private void start() throws IOException {
        child = tls.isEmpty()
                ? Child.java(NullBroker.class, "0")
                : secured(tls.get().server());
        port = Integer.parseInt(child.readLine());
    }

    private static Child secured(TestCertificates.Identity own) throws IOException {
        return Child.java(
                NullBroker.class,
                "0",
                own.certificateFile().toString(),
                own.keyFile().toString());
    }

    @Override
    public String uri() {
        String address = "guest:guest@127.0.0.1:" + port;
        return tls.map(certificates -> "amqps://" + address + "?cacertfile=" + certificates.authority())
                .orElse("amqp://" + address);
    }

    /** Starts anew: what the JVM has compiled for one case is not the best for the next. */
    @Override
    public void beginCase() throws IOException {
        close();
        start();
    }

    @Override
    public String title() {
        return tls.isEmpty() ? "the null broker" : "the null broker over TLS";
    }

    @Override
    public String queue(Case measured) {
        return "";
    }

    @Override
    public void fill(Case measured, int count) {}

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
