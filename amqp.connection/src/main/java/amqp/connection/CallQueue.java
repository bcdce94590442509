// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The program order of one channel. A synchronous method that waits for its reply holds back everything given after
 * it; replies come in the order of the requests (specification §2.2.2). When pipelined, only basic.consume and
 * basic.cancel hold anything back: with RabbitMQ their replies come from the queue and are overtaken by those to what the
 * channel got meanwhile, and a basic.cancel that comes before the consume-ok ends its connection with 541.
 */
final class CallQueue {
    private final DeadlineQueue deadlines;
    private final Consumer<Command> sender;
    private final ArrayDeque<Command> waiting = new ArrayDeque<>(1);
    private final ArrayDeque<Call> unanswered = new ArrayDeque<>(1);
    private boolean pipelined;

    /**
     * @param sender writes a command out; called when its turn has come
     */
    CallQueue(DeadlineQueue deadlines, Consumer<Command> sender) {
        this.deadlines = deadlines;
        this.sender = sender;
    }

    void pipelined(boolean on) {
        pipelined = on;
        drain();
    }

    /** Whether a command given now would wait. */
    boolean holdsBack() {
        return !waiting.isEmpty() || isBlocked();
    }

    void submit(Command command) {
        if (command instanceof Call call && call.request.isSynchronous()) {
            deadlines.add(call);
        }
        if (holdsBack()) {
            waiting.add(command);
        } else {
            send(command);
        }
    }

    /** Gives a synchronous method that is to go before everything that waits. */
    void submitFirst(Call call) {
        deadlines.add(call);
        if (isBlocked()) {
            waiting.addFirst(call);
        } else {
            send(call);
        }
    }

    /** Finds the request that this reply answers. Where content belongs to the reply, the time of the call goes on. */
    Call answer(Method reply) {
        Call call = unanswered.peek();
        if (call == null || !call.request.answeredBy(reply)) {
            String expected = call == null ? "when nothing was asked" : "in answer to " + call.request.protocolName();
            throw ProtocolViolation.unexpected(ReplyCode.COMMAND_INVALID, reply, expected);
        }
        unanswered.poll();
        if (!reply.hasContent()) {
            deadlines.remove(call);
        }
        return call;
    }

    /** The request that the next reply answers; null when none is awaited. */
    @Nullable
    Method next() {
        Call call = unanswered.peek();
        return call == null ? null : call.request;
    }

    /** Whether the last thing said is a method of this kind that has no reply yet. */
    boolean isUnanswered(Class<? extends Method> kind) {
        Call last = unanswered.peekLast();
        return last != null && kind.isInstance(last.request);
    }

    /** Whether a command has not ended yet: it has no reply, or not had its turn, and is not given up. */
    boolean isAwaitingReplies() {
        return unanswered.stream().anyMatch(call -> !call.givenUp)
                || waiting.stream().anyMatch(command -> !(command instanceof Call call && call.givenUp));
    }

    /** Sends what waited, until the next synchronous method. */
    void drain() {
        while (!waiting.isEmpty() && !isBlocked()) {
            Command next = waiting.poll();
            if (!(next instanceof Call call && call.givenUp)) {
                send(next);
            }
        }
    }

    /** Takes everything back: the unanswered calls, then what waited. Those that are given up are over already. */
    void abandon(Consumer<Command> each) {
        while (!unanswered.isEmpty() || !waiting.isEmpty()) {
            Command command = unanswered.isEmpty() ? waiting.poll() : unanswered.poll();
            if (command instanceof Call call) {
                deadlines.remove(call);
                if (call.givenUp) {
                    continue;
                }
            }
            each.accept(command);
        }
    }

    private boolean isBlocked() {
        Call last = unanswered.peekLast();
        return last != null && (!pipelined || isAnsweredByTheQueue(last.request));
    }

    private static boolean isAnsweredByTheQueue(Method request) {
        return request instanceof BasicMethod.Consume || request instanceof BasicMethod.Cancel;
    }

    private void send(Command command) {
        if (command instanceof Call call) {
            call.sent = true;
            if (call.request.isSynchronous()) {
                unanswered.add(call);
            }
        }
        sender.accept(command);
    }
}
