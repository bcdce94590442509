// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Keeps calls to one handler from overlapping. Reader and writer wait for their turn; everybody else (the timer serves
 * all connections) leaves a call behind and never waits: whoever holds the lock makes it. No call is left lying, since
 * the queue is looked at again after the lock was released.
 */
final class HandlerCalls {
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Call> left = new ConcurrentLinkedQueue<>();
    private final Consumer<Throwable> failed;
    private boolean ended;

    /** One call. */
    interface Call {
        void make() throws IOException;
    }

    /** @param failed is called with what a call threw */
    HandlerCalls(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    /** Whether the calling thread is within a call. */
    boolean inside() {
        return lock.isHeldByCurrentThread();
    }

    /** Makes a call in its turn; what it throws goes to where failures go. */
    void call(Call call) {
        lock.lock();
        try {
            make(call);
        } finally {
            lock.unlock();
        }
        makeLeft();
    }

    /** Makes a call in its turn, and throws what it throws. */
    void attempt(Call call) throws IOException {
        lock.lock();
        try {
            if (!ended) {
                call.make();
            }
        } finally {
            lock.unlock();
        }
        makeLeft();
    }

    /** Makes a call now, or leaves it to who is making one. */
    void leave(Call call) {
        put(call);
        makeLeft();
    }

    /** Leaves a call behind, in whose turn it is made once somebody calls {@link #makeLeft}. */
    void put(Call call) {
        left.add(call);
    }

    /** Makes the last call in its turn; there is none afterwards. */
    void end(Runnable last) {
        lock.lock();
        try {
            ended = true;
            last.run();
        } finally {
            lock.unlock();
        }
    }

    /** Makes what was left, unless somebody is making a call, who then does. */
    void makeLeft() {
        // A call may leave another one behind: not while this thread holds the lock.
        while (!left.isEmpty() && !inside() && lock.tryLock()) {
            try {
                for (Call call = left.poll(); call != null; call = left.poll()) {
                    make(call);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void make(Call call) {
        if (ended) {
            return;
        }
        try {
            call.make();
        } catch (Throwable failure) {
            failed.accept(failure);
        }
    }
}
