// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.adapter.spi.Cancellable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Publishes one message after the other and waits for room in between, as a blocking program does, up to a timeout. */
final class PatientPublisher {
    private final ChannelUser user;
    private final Publishing publishing;
    private final World world;
    private final Duration until;
    private int left;

    PatientPublisher(ChannelUser user, Publishing publishing, int messages, Duration timeout) {
        this.user = user;
        this.publishing = publishing;
        this.world = user.application().world();
        this.until = world.age().plus(timeout);
        this.left = messages;
    }

    void publish() {
        while (isOn() && left > 0 && publishing.tryAny()) {
            left--;
        }
        if (isOn() && left > 0) {
            awaitRoom();
        }
    }

    private boolean isOn() {
        return !user.isClosed() && !user.application().isCalm() && world.age().compareTo(until) < 0;
    }

    private void awaitRoom() {
        CompletableFuture<Void> room = user.channel().writable().toCompletableFuture();
        Cancellable timer = world.after(until.minus(world.age()), "timeout of a publisher", () -> room.cancel(false));
        user.application().call("wait for room on " + user, room, nothing -> timer.cancel(), () -> {});
        // Not at once: what is told may be over by then, and time has to pass.
        room.thenRun(() -> world.soon("publish again", () -> user.application().guarded("publishing", this::publish)));
    }
}
