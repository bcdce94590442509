// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.NullBroker;
import java.io.IOException;

/** The null broker in a process of its own. */
final class NullBrokerProcess implements Broker {
    private Child child;
    private int port;

    NullBrokerProcess() throws IOException {
        start();
    }

    private void start() throws IOException {
        child = Child.java(NullBroker.class, "0");
        port = Integer.parseInt(child.readLine());
    }

    @Override
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    /** Starts anew: what the JVM has compiled for one case is not the best for the next. */
    @Override
    public void beginCase() throws IOException {
        close();
        start();
    }

    @Override
    public String title() {
        return "the null broker";
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
