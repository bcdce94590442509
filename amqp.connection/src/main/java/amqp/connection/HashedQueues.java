// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Elements by their hash, those of one hash in the order in which they were added. Elements that are over fall out when they
 * are come across, or when there would have to be more room: the memory goes by the others.
 */
final class HashedQueues<E> {
    private static final int SMALLEST = 16;

    private static final class Link<E> {
        final int hash;
        final E element;

        @Nullable
        Link<E> next;

        Link(int hash, E element) {
            this.hash = hash;
            this.element = element;
        }
    }

    private static final class Chain<E> {
        @Nullable
        Link<E> first;

        @Nullable
        Link<E> last;
    }

    private final Predicate<E> over;
    private Chain<E>[] chains = chains(SMALLEST);
    private int size;

    /** @param over whether an element will never be looked for again; once it is so, it stays so */
    HashedQueues(Predicate<E> over) {
        this.over = over;
    }

    void add(int hash, E element) {
        if (size == chains.length) {
            rebuild();
        }
        append(new Link<>(hash, element));
    }

    /** The first element of this hash that matches and is not over; null when there is none. */
    @Nullable
    E find(int hash, Predicate<E> matches) {
        Chain<E> chain = chain(hash);
        Link<E> before = null;
        for (Link<E> link = chain.first; link != null; link = link.next) {
            if (over.test(link.element)) {
                unlink(chain, before, link);
            } else if (link.hash == hash && matches.test(link.element)) {
                return link.element;
            } else {
                before = link;
            }
        }
        return null;
    }

    /** Elements there is room for. */
    int capacity() {
        return chains.length;
    }

    private void unlink(Chain<E> chain, @Nullable Link<E> before, Link<E> link) {
        if (before == null) {
            chain.first = link.next;
        } else {
            before.next = link.next;
        }
        if (chain.last == link) {
            chain.last = before;
        }
        size--;
    }

    private void append(Link<E> link) {
        Chain<E> chain = chain(link.hash);
        if (chain.last == null) {
            chain.first = link;
        } else {
            chain.last.next = link;
        }
        chain.last = link;
        size++;
    }

    /** Without what is over, and with as much room again. Elements of one hash keep their order. */
    private void rebuild() {
        Chain<E>[] old = chains;
        for (Chain<E> chain : old) {
            for (Link<E> link = chain.first; link != null; link = link.next) {
                size -= over.test(link.element) ? 1 : 0;
            }
        }
        chains = chains(Math.max(SMALLEST, Integer.highestOneBit(size) << 2));
        size = 0;
        for (Chain<E> chain : old) {
            Link<E> next;
            for (Link<E> link = chain.first; link != null; link = next) {
                next = link.next;
                link.next = null;
                if (!over.test(link.element)) {
                    append(link);
                }
            }
        }
    }

    private Chain<E> chain(int hash) {
        return chains[(hash ^ hash >>> 16) & chains.length - 1];
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static <E> Chain<E>[] chains(int count) {
        Chain<E>[] chains = new Chain[count];
        for (int i = 0; i < count; i++) {
            chains[i] = new Chain<>();
        }
        return chains;
    }
}
