// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The order in which addresses are tried. It belongs to one connection and is used by one thread at a time.
 *
 * <p>A round goes through all addresses once, starting where the last one stopped. After a success the next round
 * starts with the address that worked: a restarted server or a short network failure is the usual cause of a loss, and
 * if the server is really gone, the next address follows at once. An address that did not answer at its last use, such
 * as a frozen server, comes last in each round until it answers, since it takes a whole timeout to find out that it
 * still does not.
 *
 * @param <A> whatever the caller connects to
 */
public final class AddressRotation<A> {
    private final UnaryOperator<List<A>> order;
    private List<A> addresses;
    private List<A> replacement = List.of();
    private final Set<A> silent = new LinkedHashSet<>();

    /** What is left of the round, by index; empty before the round has begun and when it is over. */
    private final Deque<Integer> left = new ArrayDeque<>();

    /** Where a round begins. */
    private int next;

    private int last;
    private int tried;

    private AddressRotation(List<A> addresses, UnaryOperator<List<A>> order) {
        this.order = order;
        this.addresses = ordered(addresses, order);
    }

    /**
     * Returns a rotation in the order of the list, which is copied.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static <A> AddressRotation<A> inOrder(List<A> addresses) {
        return new AddressRotation<>(addresses, UnaryOperator.identity());
    }

    /**
     * Returns a rotation in a random order, drawn once, so that many clients with the same list spread over the
     * servers.
     *
     * @throws IllegalArgumentException when the list is empty
     */
    public static <A> AddressRotation<A> shuffled(List<A> addresses, RandomGenerator random) {
        return new AddressRotation<>(addresses, list -> shuffle(list, random));
    }

    private static <A> List<A> shuffle(List<A> list, RandomGenerator random) {
        var shuffled = new ArrayList<>(list);
        for (var last = shuffled.size() - 1; last > 0; last--) {
            Collections.swap(shuffled, last, random.nextInt(last + 1));
        }
        return shuffled;
    }

    private static <A> List<A> ordered(List<A> addresses, UnaryOperator<List<A>> order) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("There is no address to connect to; give at least one.");
        }
        return List.copyOf(order.apply(addresses));
    }

    /** Returns the next address, round after round; it counts as tried in this round. */
    public A next() {
        if (left.isEmpty()) {
            order();
        }
        last = left.remove();
        next = (last + 1) % addresses.size();
        tried++;
        return addresses.get(last);
    }

    private void order() {
        for (int i = 0; i < addresses.size(); i++) {
            int index = (next + i) % addresses.size();
            if (!silent.contains(addresses.get(index))) {
                left.add(index);
            }
        }
        for (A address : silent) { // that of which it is known longest first
            for (int i = 0; i < addresses.size(); i++) {
                if (addresses.get(i).equals(address)) {
                    left.add(i);
                }
            }
        }
    }

    /** Returns whether the next address of the round is not known to be silent. */
    public boolean hasBetter() {
        return left.stream().anyMatch(index -> !silent.contains(addresses.get(index)));
    }

    /**
     * Reports that the last address could not be connected to, or was lost. It has no effect before the first address.
     *
     * @param silently whether it did not answer at all
     */
    public void failed(boolean silently) {
        A address = addresses.get(last);
        silent.remove(address);
        if (silently) {
            silent.add(address);
        }
    }

    /** Returns whether each address was tried since the round started. */
    public boolean triedAll() {
        return tried >= addresses.size();
    }

    /** Starts a round: no address counts as tried, and replaced addresses take effect. */
    public void startRound() {
        tried = 0;
        left.clear();
        if (!replacement.isEmpty()) {
            addresses = replacement;
            replacement = List.of();
            next = 0;
            silent.retainAll(addresses);
        }
    }

    /**
     * Reports that the last address has worked: it will be the first of the next round. It has no effect before the
     * first address.
     */
    public void succeeded() {
        if (tried > 0) {
            next = last;
            tried = 0;
            left.clear();
            if (!silent.isEmpty()) { // spares the hash code of a record, which is dear when it is the program's first
                silent.remove(addresses.get(last));
            }
        }
    }

    /**
     * Replaces the addresses from the next round on, for instance after a name was resolved again; they are ordered as
     * the first ones were. Not within a round, since rounds with a changing list might never end, and so have no delay
     * between them.
     *
     * @throws IllegalArgumentException when the list is empty
     */
    public void replace(List<A> newAddresses) {
        replacement = ordered(newAddresses, order);
    }

    /** Returns the addresses in the order in which they are tried; unmodifiable. */
    public List<A> addresses() {
        return addresses;
    }
}
