// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.connection.Verdict;
import amqp.testkit.simulated.BrokerSession;
import amqp.testkit.simulated.History;
import amqp.testkit.simulated.Message;
import amqp.testkit.simulated.SimulatedBroker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares at the end what applications were told with what the broker did. */
final class Verification {
    private final World world;
    private final SimulatedBroker broker;
    private final List<Application> applications;
    private final Map<String, List<History.Taken>> taken;

    Verification(World world, SimulatedBroker broker, List<Application> applications) {
        this.world = world;
        this.broker = broker;
        this.applications = applications;
        this.taken = broker.history().taken().stream().collect(Collectors.groupingBy(History.Taken::id));
    }

    /** After everything is closed. */
    void atTheEnd() {
        for (Application application : applications) {
            application.publications().forEach(this::verdict);
            require(
                    Invariant.STAGES_COMPLETE,
                    application.waiting().isEmpty(),
                    application.waiting() + " never completed");
        }
        require(
                Invariant.RUNS_DRY,
                broker.sessions().isEmpty(),
                broker.sessions().size() + " sessions are left at the broker");
        for (Application application : applications) {
            require(
                    Invariant.FAILURES_REPORTED,
                    application.unreported() == 0,
                    application.unreported() + " exceptions of callbacks were not reported");
            Set<Object> open = application.observation().open();
            require(Invariant.OBSERVED_ONCE, open.isEmpty(), open + " never ended");
        }
        publishOrder();
        deliveryOrder();
        acknowledgements();
        world.check();
    }

    private void require(Invariant invariant, boolean holds, Object detail) {
        if (!holds) {
            world.violated(invariant, detail.toString());
        }
    }

    // ---- publishing ----

    private void verdict(Publication publication) {
        String id = publication.id();
        List<History.Taken> times = taken.getOrDefault(id, List.of());
        require(
                Invariant.ONE_VERDICT,
                publication.isSettled() == publication.isConfirmed(),
                publication + " has no verdict");
        if (publication.is(Verdict.ACKED) || publication.is(Verdict.RETURNED)) {
            require(Invariant.ACKED_WAS_TAKEN, !times.isEmpty(), publication + " was not taken");
            kept(publication, times);
        }
        if (!publication.mayRepeat()) {
            require(Invariant.NO_DUPLICATES, times.size() <= 1, publication + " was taken twice");
            boolean lie = publication.is(Verdict.NACKED) && !times.isEmpty();
            require(Invariant.ACKED_WAS_TAKEN, !lie, publication + " was taken");
        }
    }

    private void kept(Publication publication, List<History.Taken> times) {
        List<Message> copies = broker.history().copies(publication.id());
        int routed = times.stream().mapToInt(History.Taken::queues).sum();
        require(
                Invariant.ACKED_IS_KEPT,
                copies.size() == routed,
                publication + " went to " + routed + " queues and is in " + copies);
        for (Message copy : copies) {
            boolean inItsQueue = broker.queues().stream().anyMatch(queue -> queue.contains(copy));
            boolean lost = copy.fate() == Message.Fate.READY && !inItsQueue || copy.fate() == Message.Fate.UNACKED;
            require(Invariant.ACKED_IS_KEPT, !lost, publication + " is lost: " + copy);
        }
    }

    private void publishOrder() {
        Map<String, Long> highest = new HashMap<>();
        Map<String, Long> highestOnChannel = new HashMap<>();
        Map<String, Integer> opening = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (History.Taken each : broker.history().taken()) {
            long number = Publication.number(each.id());
            String key = Publication.key(each.id());
            Long before = highestOnChannel.put(key + "@" + each.channel(), number);
            require(
                    Invariant.PUBLISH_ORDER,
                    before == null || before < number,
                    each.id() + " came after number " + before + " on one channel");
            // A connection that was lost may have been heard later than the one after it.
            boolean late = opening.merge(key, each.channel(), Math::max) > each.channel();
            if (seen.add(each.id()) && !late && !broker.history().wasRefused(each.id())) {
                Long last = highest.put(key, number);
                require(
                        Invariant.PUBLISH_ORDER,
                        last == null || last < number,
                        each.id() + " came for the first time after number " + last);
            }
        }
    }

    // ---- consuming ----

    /** Each consumer got the beginning of what was sent to it, and nothing else. */
    private void deliveryOrder() {
        Set<Long> received = new TreeSet<>();
        applications.forEach(application -> received.addAll(application.stamps()));
        Map<String, History.Sent> missing = new HashMap<>();
        for (History.Sent sent : broker.history().sent()) {
            String to = sent.opening() + "/" + sent.consumerTag();
            if (!received.contains(sent.stamp())) {
                missing.putIfAbsent(to, sent);
            } else if (missing.containsKey(to)) {
                world.violated(Invariant.DELIVERY_ORDER, sent + " came, and before it not " + missing.get(to));
            }
        }
    }

    private void acknowledgements() {
        Set<String> dealtWith = new HashSet<>();
        applications.forEach(application -> dealtWith.addAll(application.dealtWith()));
        for (String id : taken.keySet()) {
            for (Message copy : broker.history().copies(id)) {
                boolean settled = copy.fate() == Message.Fate.ACKED || copy.fate() == Message.Fate.REJECTED;
                require(
                        Invariant.ACKNOWLEDGED_BY_APPLICATION,
                        !settled || dealtWith.contains(id),
                        "nobody acknowledged " + copy);
            }
        }
    }

    // ---- while all is well ----

    /** After everybody has had time to recover. */
    void whenCalm() {
        for (Application application : applications) {
            if (application.isOpen()) {
                compare(application, session(application));
            } else {
                require(Invariant.RECONNECTED, !application.isAlive(), application + " is not connected");
            }
        }
        world.check();
    }

    private BrokerSession session(Application application) {
        List<BrokerSession> found = broker.sessions().stream()
                .filter(session -> session.isOpen() && session.name().equals(application.toString()))
                .toList();
        require(Invariant.RECONNECTED, found.size() == 1, application + " has the sessions " + found);
        world.check();
        return found.get(0);
    }

    private void compare(Application application, BrokerSession session) {
        for (Entity entity : application.entities().all()) {
            boolean there = entity.isQueue() ? broker.hasQueue(entity.name()) : broker.hasExchange(entity.name());
            standing(entity.standing, there, entity);
        }
        for (Bound binding : application.entities().bindings()) {
            boolean ends = binding.source().isPresent() && binding.destination().isPresent();
            if (ends) {
                standing(binding.standing, broker.bindings().contains(binding.expected()), binding);
            }
        }
        Set<Integer> open = new TreeSet<>(session.openChannels());
        for (ChannelUser user : application.channels()) {
            if (!user.isClosed()) {
                channel(user, session, open.remove(user.channel().number()));
            }
        }
        require(Invariant.CHANNELS_RESTORED, open.isEmpty(), "nobody knows the channels " + open);
        settled(application);
        delivered(application, session);
    }

    private void standing(Standing standing, boolean there, Object what) {
        require(Invariant.DECLARED_EXISTS, there || standing != Standing.PRESENT, what + " is not there");
        require(Invariant.DELETED_STAYS_AWAY, !there || standing != Standing.ABSENT, what + " is there");
    }

    private void channel(ChannelUser user, BrokerSession session, boolean open) {
        int number = user.channel().number();
        require(Invariant.CHANNELS_RESTORED, open, user + " is not open at the broker");
        switch (user.mode()) {
            case CONFIRMING ->
                require(Invariant.CHANNELS_RESTORED, session.isConfirming(number), user + " is not in confirm mode");
            case TRANSACTIONAL ->
                require(Invariant.CHANNELS_RESTORED, session.isTransactional(number), user + " is not in tx mode");
            default -> {
                // either
            }
        }
        Set<String> tags = new TreeSet<>(session.consumers(number).keySet());
        for (Consumption consumption : user.consumptions()) {
            boolean there = tags.remove(consumption.tag());
            boolean wrong = there ? consumption.standing() == Standing.ABSENT : consumption.isPresent();
            require(Invariant.CHANNELS_RESTORED, !wrong, consumption + " is there: " + there);
            if (there) {
                compare(consumption, session);
            }
            require(
                    Invariant.INTERRUPTED_ONCE,
                    !consumption.isInterrupted(),
                    consumption + " was interrupted, and nothing followed");
        }
        require(Invariant.CHANNELS_RESTORED, tags.isEmpty(), "nobody knows the consumers " + tags + " on " + user);
    }

    private void compare(Consumption consumption, BrokerSession session) {
        var there = session.consumers(consumption.channel().channel().number()).get(consumption.tag());
        boolean same = there.queue().equals(consumption.queue().name())
                && there.noAck() == consumption.noAck()
                && (there.prefetch() == consumption.prefetch() || !consumption.isPrefetchKnown());
        require(
                Invariant.CHANNELS_RESTORED,
                same || !consumption.isPresent(),
                consumption + " is on " + there.queue() + ", no-ack " + there.noAck() + ", prefetch " + there.prefetch()
                        + " instead of " + consumption.prefetch());
    }

    private void settled(Application application) {
        for (Publication publication : application.publications()) {
            boolean open = !publication.channel().isClosed();
            require(
                    Invariant.SETTLED_WHEN_CALM,
                    !open || publication.isSettled() || !publication.isConfirmed(),
                    publication + " has no verdict for a long time");
            require(
                    Invariant.SETTLED_WHEN_CALM,
                    !open || !publication.isForgotten(),
                    publication + " was to be published again");
        }
        require(
                Invariant.SETTLED_WHEN_CALM,
                application.waiting().isEmpty(),
                application.waiting() + " have no reply for a long time");
    }

    private void delivered(Application application, BrokerSession session) {
        for (History.Sent sent : broker.history().sent()) {
            // What a channel had before it was closed, and brought back, has gone back to its queue.
            boolean stale = !sent.noAck() && sent.opening() != session.opening(sent.channel());
            boolean here = sent.session() == session.number()
                    && !stale
                    && application.hasConsumer(sent.channel(), sent.consumerTag());
            require(
                    Invariant.DELIVERY_ORDER,
                    !here || application.stamps().contains(sent.stamp()),
                    sent + " never came");
        }
    }
}
