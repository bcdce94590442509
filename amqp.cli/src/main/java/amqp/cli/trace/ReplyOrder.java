// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The requests of one side on one channel, and their replies, which come in the same order (specification 4.3). */
final class ReplyOrder {
    /** Nobody asks so much ahead; who does is not followed any further. */
    private static final int MOST = 100_000;

    private record Request(Method method, long nanos) {}

    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Latencies latencies;

    /** Whether so much was asked ahead that nothing is followed any more. */
    private boolean givenUp;

    ReplyOrder(Latencies latencies) {
        this.latencies = latencies;
    }

    static boolean isReply(Method method) {
        return method.protocolName().endsWith("-ok") || method instanceof BasicMethod.GetEmpty;
    }

    /** What was asked before a close may be left without a reply. */
    private static boolean endsAll(Method reply) {
        return reply instanceof ChannelMethod.CloseOk || reply instanceof ConnectionMethod.CloseOk;
    }

    void asked(Method request, long nanos) {
        if (waiting.size() == MOST) {
            waiting.clear();
            givenUp = true;
        }
        if (!givenUp) {
            waiting.add(new Request(request, nanos));
        }
    }

    void answered(TracedFrame frame, Method reply) {
        if (givenUp) {
            return;
        }
        Request oldest = waiting.peek();
        for (Iterator<Request> requests = waiting.iterator(); requests.hasNext(); ) {
            Request request = requests.next();
            if (request.method.answeredBy(reply)) {
                requests.remove();
                long nanos = Math.max(0, frame.nanos() - request.nanos);
                frame.answers(nanos);
                latencies.answered(request.method.protocolName(), nanos);
                if (request != oldest && !endsAll(reply)) {
                    frame.violates(
                            Violation.Kind.REPLY_ORDER,
                            frame.method() + " comes before the reply to an earlier " + oldest.method.protocolName());
                }
                return;
            }
        }
        frame.violates(
                Violation.Kind.REPLY_WITHOUT_REQUEST,
                oldest == null
                        ? "nothing waits for " + frame.method()
                        : frame.method() + " comes where a reply to " + oldest.method.protocolName() + " should");
    }

    /** Nothing but a close will be answered. */
    void forgetButClose() {
        waiting.removeIf(request -> !(request.method instanceof ChannelMethod.Close));
    }
}
