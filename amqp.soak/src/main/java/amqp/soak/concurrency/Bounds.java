// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import amqp.client.dispatch.KeptBytes;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Who waits for room is told of it. */
final class Bounds {
    private static final long BOUND = 10;
    private static final long HALF = 5;

    private volatile boolean waiting;

    private Bounds() {}

    /** What is tried of a bound. */
    record Keeping(LongConsumer kept, LongConsumer released, BooleanSupplier full) {}

    static void keptBytes() {
        keeping(roomAgain -> {
            var bytes = Crew.shared(new KeptBytes(BOUND, roomAgain));
            return new Keeping(bytes::kept, bytes::released, bytes::isFull);
        });
    }

    /** @param maker of a bound that calls this when there is room again */
    static void keeping(Function<Runnable, Keeping> maker) {
        var bounds = Crew.shared(new Bounds());
        var crew = Crew.shared(new Crew());
        var bytes = maker.apply(() -> bounds.waiting = false);
        bytes.kept.accept(BOUND);
        crew.start(() -> bytes.released.accept(HALF));
        crew.start(() -> bytes.released.accept(HALF));
        crew.start(() -> {
            bytes.kept.accept(1);
            bytes.released.accept(1);
        });
        crew.start(() -> {
            bounds.waiting = true;
            if (!bytes.full.getAsBoolean()) bounds.waiting = false;
        });
        crew.join();
        Crew.check(!bytes.full.getAsBoolean(), "nothing is kept, and it is full");
        Crew.check(!bounds.waiting, "there is room, and who waits is not told");
    }
}
