// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.PublishCallback;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The verdict that a blocking publish waits for. */
final class AwaitedVerdict extends CompletableFuture<Verdict> implements PublishCallback {
    private volatile @Nullable ClosedException whyUnknown;

    @Override
    public void settled(Verdict verdict) {
        complete(verdict);
    }

    @Override
    public void unknown(ClosedException why) {
        whyUnknown = why;
        complete(Verdict.UNKNOWN);
    }

    /** Not null where the verdict is unknown. */
    @Nullable
    ClosedException whyUnknown() {
        return whyUnknown;
    }
}
