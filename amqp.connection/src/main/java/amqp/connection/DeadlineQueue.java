// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import org.jspecify.annotations.Nullable;

/**
 * The calls that have a deadline, earliest first: a list linked through the calls themselves. Nearly all calls have the
 * same limit, so that the place of a new one is found at the end at once. Times wrap: compared by differences only.
 */
final class DeadlineQueue {
    private @Nullable Call first;
    private @Nullable Call last;

    void add(Call call) {
        Call before = last;
        while (before != null && before.deadline - call.deadline > 0) {
            before = before.earlier;
        }
        link(call, before, before == null ? first : before.later);
    }

    void remove(Call call) {
        if (call.linked) {
            join(call.earlier, call.later);
            call.earlier = null;
            call.later = null;
            call.linked = false;
        }
    }

    /** The call with this attachment; null when there is none. Looks at the latest first. */
    @Nullable
    Call find(Object attachment) {
        Call call = last;
        while (call != null && call.attachment != attachment) {
            call = call.earlier;
        }
        return call;
    }

    /** Removes and returns the earliest call whose time is over; null when there is none. */
    @Nullable
    Call pollExpired(long now) {
        Call head = first;
        if (head == null || head.deadline - now > 0) {
            return null;
        }
        remove(head);
        return head;
    }

    long nanosUntilFirst(long now) {
        return first == null ? Long.MAX_VALUE : Math.max(0, first.deadline - now);
    }

    private void link(Call call, @Nullable Call before, @Nullable Call after) {
        join(before, call);
        join(call, after);
        call.linked = true;
    }

    private void join(@Nullable Call before, @Nullable Call after) {
        if (before == null) {
            first = after;
        } else {
            before.later = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.earlier = before;
        }
    }
}
