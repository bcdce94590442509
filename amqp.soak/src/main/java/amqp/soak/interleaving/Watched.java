// SPDX-License-Identifier: MPL-2.0
package amqp.soak.interleaving;

import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.connection.ClosedException;
import amqp.soak.findings.Findings;

/**
 * A consumer that acknowledges, and checks the order of what it is told: an interruption ends in exactly one of resumed,
 * cancelled and closed, and after the end comes nothing.
 */
final class Watched implements DeliveryHandler {
    private final Findings findings;
    private final String name;
    private State state = State.CONSUMING;
    private String told = "";
    private volatile boolean begun;

    private enum State {
        CONSUMING,
        INTERRUPTED,
        OVER
    }

    Watched(Findings findings, String name) {
        this.findings = findings;
        this.name = name;
    }

    private synchronized void told(String what, boolean fits, State next) {
        told += " " + what;
        if (!fits) findings.add(name + " was told" + told);
        state = next;
    }

    @Override
    public void onDelivery(Delivery delivery) {
        try {
            delivery.ack();
        } catch (ClosedException e) {
            // Closed meanwhile: it comes again.
        }
    }

    @Override
    public void onInterrupted(ClosedException why) {
        told("interrupted", state == State.CONSUMING, State.INTERRUPTED);
    }

    @Override
    public void onResumed(String consumerTag) {
        told("resumed", state == State.INTERRUPTED, State.CONSUMING);
    }

    @Override
    public void onCancel(String consumerTag) {
        told("cancelled by the broker", state != State.OVER, State.OVER);
    }

    @Override
    public void onCancelOk(String consumerTag) {
        told("cancelled", state != State.OVER, State.OVER);
    }

    @Override
    public void onClosed(ClosedException why) {
        told("closed", state != State.OVER, State.OVER);
    }

    /** The broker has it. */
    void begun() {
        begun = true;
    }

    boolean isBegun() {
        return begun;
    }

    synchronized boolean isInterrupted() {
        return state == State.INTERRUPTED;
    }

    synchronized boolean isOver() {
        return state == State.OVER;
    }

    @Override
    public synchronized String toString() {
        return name + ", which was told" + told;
    }
}
