// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

import amqp.testkit.wire.Content;
import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.WireFrame;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a {@link ScriptedBroker} received, in order, each frame once. Every method throws {@code AssertionError}
 * that says what was expected, what came, and what else is there.
 */
public final class Script {
    private final List<WireFrame> received;
    private int next;

    Script(List<WireFrame> received) {
        this.received = received;
    }

    public WireFrame.ProtocolHeader expectProtocolHeader() {
        return expect(WireFrame.ProtocolHeader.class, "the protocol header");
    }

    /** The next frame must be this method, on any channel. */
    public WireFrame.Method expect(String method) {
        var frame = expect(WireFrame.Method.class, method);
        if (!frame.name().equals(method)) throw failure(method, --next);
        return frame;
    }

    public WireFrame.Method expect(int channel, String method) {
        var frame = expect(method);
        if (frame.channel() != channel) throw failure(method + " on channel " + channel, --next);
        return frame;
    }

    public WireFrame.Header expectHeader(int channel) {
        var frame = expect(WireFrame.Header.class, "a content header");
        if (frame.channel() != channel) throw failure("a content header on channel " + channel, --next);
        return frame;
    }

    public WireFrame.Body expectBody(int channel) {
        var frame = expect(WireFrame.Body.class, "a content body");
        if (frame.channel() != channel) throw failure("a content body on channel " + channel, --next);
        return frame;
    }

    /** The next frames must be basic.publish, its header and its bodies, with nothing in between on any channel. */
    public Content expectPublish(int channel) {
        var order = new ContentOrder();
        order.accept(expect(channel, "basic.publish"));
        Optional<Content> content = order.accept(expectHeader(channel));
        while (content.isEmpty()) content = order.accept(expectBody(channel));
        return content.get();
    }

    public WireFrame.Heartbeat expectHeartbeat() {
        return expect(WireFrame.Heartbeat.class, "a heartbeat");
    }

    /** Everything that came must have been expected. */
    public void expectNothing() {
        if (next < received.size()) throw failure("nothing more", next);
    }

    /** Passes over everything that came so far. */
    public void skipAll() {
        next = received.size();
    }

    /** What came and was not expected yet. */
    public List<WireFrame> unread() {
        return List.copyOf(received.subList(next, received.size()));
    }

    void rewind() {
        next = 0;
    }

    private <F extends WireFrame> F expect(Class<F> kind, String what) {
        if (next == received.size() || !kind.isInstance(received.get(next))) throw failure(what, next);
        return kind.cast(received.get(next++));
    }

    private AssertionError failure(String expected, int at) {
        var text = new StringBuilder("Expected " + expected + ", but ");
        text.append(at < received.size() ? "frame " + at + " is " + received.get(at) : "nothing more came");
        text.append(". Received so far:");
        for (var i = 0; i < received.size(); i++) {
            text.append(i == at ? "\n  > " : "\n    ").append(received.get(i));
        }
        return new AssertionError(text.toString());
    }
}
