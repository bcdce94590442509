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
 * The order in which addresses are tried. Belongs to one connection and is used by one thread at a time.
 *
 * <p>A round goes through all addresses once, from where the last one stopped. After a success the next round begins
 * with the address that worked: a restarted server or a short cut in the network is the usual cause of a loss, and where
 * the server is really gone the next address follows at once. One that was silent when it was used last, as a frozen
 * server is, comes at the end of each round until it answers: to find out that it still is silent takes a whole timeout.
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
     * In the order of the list, which is copied.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static <A> AddressRotation<A> inOrder(List<A> addresses) {
        return new AddressRotation<>(addresses, UnaryOperator.identity());
    }

    /**
     * In a random order, drawn once, so that many clients with the same list spread over the servers.
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

    /** The next address, over and over; it counts as tried in this round. */
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

    /** Whether the round goes on with an address of which it is not known that it is silent. */
    public boolean hasBetter() {
        return left.stream().anyMatch(index -> !silent.contains(addresses.get(index)));
    }

    /**
     * The address given last could not be connected to, or was lost. Harmless before any was given.
     *
     * @param silently whether that was noticed by its not answering at all
     */
    public void failed(boolean silently) {
        A address = addresses.get(last);
        silent.remove(address);
        if (silently) {
            silent.add(address);
        }
    }

    /** Whether each address was tried since the round began. */
    public boolean triedAll() {
        return tried >= addresses.size();
    }

    /** No address counts as tried; addresses that were replaced give way to the new ones. */
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

    /** The address given last has worked: it will be the first of the next round. Harmless before any was given. */
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
     * Other addresses from the next round on, say after a name was resolved anew; ordered as the first ones were. Not
     * within a round, since a list that changes would let rounds go on for ever without a delay between them.
     *
     * @throws IllegalArgumentException when the list is empty
     */
    public void replace(List<A> newAddresses) {
        replacement = ordered(newAddresses, order);
    }

    /** The addresses in the order in which they are tried; unmodifiable. */
    public List<A> addresses() {
        return addresses;
    }
}
